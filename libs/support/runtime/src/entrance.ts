/** How a call came in, in the same words for HTTP and gRPC. */
import { createParamDecorator, type ArgumentsHost, type ExecutionContext } from '@nestjs/common';
import type { Metadata } from '@grpc/grpc-js';
import type { Request } from 'express';
import type { Caller } from './tokens.js';

export type Transport = 'http' | 'grpc';

/** Whatever the transport holds a call by while it lasts; the guard leaves the caller on it. */
export type Carrier = { caller?: Caller };

export type Entrance = {
  readonly transport: Transport;
  /** The route or the gRPC method as the service declares it: nothing the caller wrote. */
  readonly method: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Whether the transport itself says that nothing changes: GET and HEAD do. */
  readonly readsOnly: boolean;
  readonly carrier: Carrier;
};

/** What grpc-js hands a handler besides the message; a stream of both ways gets nothing else. */
type GrpcCall = Carrier & { readonly metadata: Metadata; getPath(): string };

export function entranceOf(host: ArgumentsHost): Entrance {
  return host.getType() === 'rpc' ? grpcEntrance(host) : httpEntrance(host);
}

function httpEntrance(host: ArgumentsHost): Entrance {
  const request = host.switchToHttp().getRequest<Request & Carrier>();
  const { method, headers } = request;
  const route = (request.route as { readonly path?: string } | undefined)?.path;
  return {
    transport: 'http',
    method: `${method} ${route ?? '(no route)'}`,
    authorization: headers.authorization,
    idempotencyKey: one(headers['idempotency-key']),
    readsOnly: method === 'GET' || method === 'HEAD',
    carrier: request,
  };
}

function grpcEntrance(host: ArgumentsHost): Entrance {
  const call = host.getArgs<unknown[]>().find(isGrpcCall);
  if (call === undefined) throw new Error('A gRPC handler was called without its call');
  return {
    transport: 'grpc',
    method: call.getPath(),
    authorization: textOf(call.metadata, 'authorization'),
    idempotencyKey: textOf(call.metadata, 'idempotency-key'),
    readsOnly: false,
    carrier: call,
  };
}

const isGrpcCall = (argument: unknown): argument is GrpcCall =>
  typeof argument === 'object' &&
  argument !== null &&
  'metadata' in argument &&
  'getPath' in argument;

const one = (given: string | readonly string[] | undefined): string | undefined =>
  typeof given === 'string' ? given : given?.[0];

function textOf(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return value === undefined ? undefined : String(value);
}

/** Who calls, and the caller's key that makes a repeated call the same call. */
export type Call = {
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  readonly transport: Transport;
};

/** The call being answered. Throws where no role is needed: nobody is known there. */
export function callOf(host: ArgumentsHost): Call {
  const { method, carrier, idempotencyKey, transport } = entranceOf(host);
  if (carrier.caller === undefined) throw new Error(`${method} asks who calls but needs no role`);
  return { caller: carrier.caller, idempotencyKey, transport };
}

/** Hands the call to a handler, of HTTP or gRPC: `@TheCall() call: Call`. */
export const TheCall = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callOf(context),
);
