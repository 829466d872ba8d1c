/** Sees how each recorded call ends, whichever transport it came by. */
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { status } from '@grpc/grpc-js';
import type { Response } from 'express';
import { tap, type Observable } from 'rxjs';
import type { AdminCalls } from './admin-calls.js';
import { statusCodeOn } from './answer-errors.js';
import { entranceOf } from './entrance.js';

export class EndCalls implements NestInterceptor {
  constructor(private readonly calls: Pick<AdminCalls, 'isRunning' | 'end'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const entrance = entranceOf(context);
    if (!this.calls.isRunning(entrance.carrier)) return next.handle();
    const { transport } = entrance;
    return next.handle().pipe(
      tap({
        complete: () => {
          const isHttp = transport === 'http';
          const response = isHttp ? context.switchToHttp().getResponse<Response>() : undefined;
          this.calls.end(entrance, response?.statusCode ?? status.OK);
        },
        error: (error: unknown) => this.calls.end(entrance, statusCodeOn(transport, error)),
        // Only a stream is left alone by its reader before it ends.
        unsubscribe: () => this.calls.end(entrance, status.CANCELLED),
      }),
    );
  }
}
