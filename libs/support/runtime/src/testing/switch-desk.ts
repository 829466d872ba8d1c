/** One desk behind two doors, for the specs of how APIs are served. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, Inject, NotFoundException, Param, Post } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import { z } from 'zod';
import { Needs, ReadsOnly } from '../access.js';
import { TheCall, type Call } from '../entrance.js';
import { Accepts, Answers } from '../openapi.js';
import { readRequest } from '../read-request.js';

export const SWITCH_DESK = Symbol('SWITCH_DESK');

const Turn = z.strictObject({
  switchId: z.string().regex(/^[a-z]+$/, 'must be lower-case letters'),
  position: z.enum(['POSITION_ON', 'POSITION_OFF']),
  why: z.string().min(3).optional(),
  afterMs: z.string().default('0'),
  lamp: z.strictObject({ color: z.string() }).optional(),
});
const Turned = z.object({ switchId: z.string(), turnedBy: z.string(), key: z.string() });

export class SwitchDesk {
  readonly turned: unknown[] = [];

  turn(body: unknown, { caller, idempotencyKey = '' }: Call): z.infer<typeof Turned> {
    const read = readRequest(Turn, body);
    if (read.switchId === 'ghost') {
      const detail = 'there is no switch ghost';
      throw new NotFoundException({ error: 'not_found', field: 'switchId', detail });
    }
    if (read.switchId === 'broken') throw new Error('the password hunter2 is wrong');
    this.turned.push(read);
    return { switchId: read.switchId, turnedBy: caller.name, key: idempotencyKey };
  }
}

@Controller('switches')
export class SwitchController {
  constructor(@Inject(SWITCH_DESK) private readonly desk: SwitchDesk) {}

  @Post()
  @Needs('operator')
  @Accepts(Turn, { switchId: 'hall', position: 'POSITION_ON' })
  @Answers(201, 'The switch was turned.', Turned)
  turn(@Body() body: unknown, @TheCall() call: Call): object {
    return this.desk.turn(body, call);
  }

  @Get(':switchId')
  @Needs('viewer')
  show(@Param('switchId') switchId: string): object {
    return { said: switchId };
  }

  @Post('signals')
  @Needs('signals')
  signal(): object {
    return {};
  }
}

@Controller()
export class SwitchGrpcController {
  constructor(@Inject(SWITCH_DESK) private readonly desk: SwitchDesk) {}

  @GrpcMethod('SwitchAdmin')
  @Needs('operator')
  turn(@Payload() request: unknown, @TheCall() call: Call): object {
    return this.desk.turn(request, call);
  }

  @GrpcMethod('SwitchAdmin')
  @Needs('viewer')
  @ReadsOnly()
  async show({ switchId }: { readonly switchId: string }): Promise<object> {
    if (switchId === 'slow') await sleep(300);
    return { said: switchId };
  }

  @GrpcMethod('SwitchAdmin')
  @Needs('viewer')
  watch(request: { readonly switchId: string }): Observable<object> {
    if (request.switchId === 'endless') return NEVER;
    if (request.switchId === 'broken') return throwError(() => new Error('hunter2'));
    return of({ said: 'one' }, { said: 'two' });
  }

  /** Says no role on purpose. */
  @GrpcMethod('SwitchAdmin')
  wipe(): object {
    return { said: 'wiped' };
  }
}
