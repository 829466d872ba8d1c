/** Every refusal a caller of the API sees has one shape: { error, field, detail }. */
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isTransient } from '@sluice/postgres';
import type { Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { entranceOf, type Transport } from './entrance.js';
import { grpcCode, grpcRefusal, type Refusal } from './grpc-status.js';
import type { Logger } from './logs.js';

@Catch()
export class AnswerErrors implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  /** Over HTTP it answers; over gRPC it hands on what grpc-js is to answer. */
  catch(error: unknown, host: ArgumentsHost): Observable<never> | undefined {
    const { transport, method } = entranceOf(host);
    const { status, ...body } = answerTo(error);
    if (status >= 500) {
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.log.error({ transport, method, status, error: said }, 'a request could not be answered');
    }
    if (transport === 'grpc') return throwError(() => grpcRefusal(status, body));

    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.end();
      return undefined;
    }
    if (status === 503) response.setHeader('Retry-After', '1');
    response.status(status).json(body);
    return undefined;
  }
}

type Answer = Refusal & { readonly status: number };

/** The HTTP status of a refusal with its body; other transports translate the status. */
export function answerTo(error: unknown): Answer {
  if (error instanceof HttpException) return answerOf(error.getStatus(), error.getResponse());
  if (isBodyFault(error)) return answerOf(error.status, error.message);
  if (nameOf(error) === 'ContendedStreamError') {
    const detail = 'others kept changing the same thing; nothing was changed by this call';
    return { status: 409, error: 'contended', field: '', detail };
  }
  if (isTransient(error) || /UnavailableError$/.test(nameOf(error))) {
    const detail = 'something this service needs does not answer; see /health/ready';
    return { status: 503, error: 'unavailable', field: '', detail };
  }
  const detail = 'the service failed; its log says why';
  return { status: 500, error: 'internal', field: '', detail };
}

/** The number a caller sees for an error: a status of HTTP, or a code of gRPC. */
export function statusCodeOn(transport: Transport, failure: unknown): number {
  const { status, error } = answerTo(failure);
  return transport === 'grpc' ? grpcCode(status, error) : status;
}

/** Our own refusals say their field; what the framework refuses is the body or the path. */
function answerOf(status: number, said: string | object): Answer {
  if (typeof said === 'object' && 'field' in said) return { ...(said as Refusal), status };
  const message = typeof said === 'object' && 'message' in said ? said.message : said;
  const detail = typeof message === 'string' ? message : 'refused';
  switch (status) {
    case 404:
      return { status, error: 'not_found', field: 'path', detail };
    case 413:
      return { status, error: 'body_too_large', field: 'body', detail };
    case 415:
      return { status, error: 'unsupported_body', field: 'body', detail };
    default: {
      const field = detail.startsWith('Failed to decode') ? 'path' : 'body';
      return { status, error: 'malformed_request', field, detail };
    }
  }
}

/** What the body's reader throws: it knows the status that fits. */
function isBodyFault(error: unknown): error is Error & { readonly status: number } {
  if (!(error instanceof Error) || !('status' in error) || !('type' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
