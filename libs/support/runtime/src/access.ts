/** Who may use a service's API: bearer tokens with a name and a role, the same on every transport. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { applyDecorators, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ConfigError } from './config.js';
import { documented } from './documented.js';
import { readTokens, type Caller, type Role } from './tokens.js';

const RANK: Readonly<Record<Role, number>> = { signals: 0, viewer: 1, operator: 2, admin: 3 };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export class Access {
  readonly #known: readonly { readonly digest: Buffer; readonly caller: Caller }[];

  /** Takes the JSON of ADMIN_TOKENS. Throws ConfigError when it cannot be read. */
  constructor(tokensJson: string) {
    const read = readTokens(tokensJson);
    if ('faults' in read) throw new ConfigError(`ADMIN_TOKENS: ${read.faults.join('; ')}`);
    this.#known = read.tokens.map(({ token, ...caller }) => ({ digest: digest(token), caller }));
  }

  /** The caller behind an Authorization header, or undefined. Takes equally long either way. */
  callerOf(header: string | undefined): Caller | undefined {
    const given = digest(header?.replace(/^Bearer /, '') ?? '');
    return this.#known.filter(({ digest: known }) => timingSafeEqual(known, given))[0]?.caller;
  }
}

/** Whether a role is enough where another is needed. Signals come from machines, not from staff. */
export const mayCall = (role: Role, needed: Role): boolean =>
  needed === 'signals' ? role === 'signals' || role === 'admin' : RANK[role] >= RANK[needed];

const NEEDS = 'sluice:needs-role';
const READS_ONLY = 'sluice:reads-only';
const URGENT = 'sluice:urgent';
/** Where the OpenAPI document says which role an operation needs. */
export const NEEDS_ROLE_EXTENSION = 'x-needs-role';

/**
 * Marks a controller or a route with the least role that may call it. An HTTP route without it is
 * open to everybody; a gRPC method without it is for admins, so that none is open by oversight.
 */
export const Needs = (role: Role) =>
  applyDecorators(
    SetMetadata(NEEDS, role),
    documented(({ ApiBearerAuth }) => ApiBearerAuth()),
    documented(({ ApiExtension }) => ApiExtension(NEEDS_ROLE_EXTENSION, role)),
  );

/** Marks a gRPC method, or a route that is no GET, which changes nothing: it is not recorded. */
export const ReadsOnly = () => SetMetadata(READS_ONLY, true);

/**
 * Marks a command that waits for no table: a kill must work while Postgres does not. It is recorded
 * when that can be had; its own fact on the ledger says who and why in any case.
 */
export const Urgent = () => SetMetadata(URGENT, true);

/** The role that a route or a gRPC method needs, or undefined when anybody may call it. */
export function neededRole(context: ExecutionContext): Role | undefined {
  const declared = ownOrOfClass<Role>(NEEDS, context);
  return declared ?? (context.getType() === 'rpc' ? 'admin' : undefined);
}

/** Whether it is marked as one that changes nothing. */
export const isMarkedReadsOnly = (context: ExecutionContext): boolean =>
  ownOrOfClass<boolean>(READS_ONLY, context) ?? false;

export const isMarkedUrgent = (context: ExecutionContext): boolean =>
  ownOrOfClass<boolean>(URGENT, context) ?? false;

function ownOrOfClass<Value>(key: string, context: ExecutionContext): Value | undefined {
  const own = Reflect.getMetadata(key, context.getHandler()) as Value | undefined;
  return own ?? (Reflect.getMetadata(key, context.getClass()) as Value | undefined);
}

/** A request the guard let through to a route that needs a role. */
export type AuthenticatedRequest = Request & { caller?: Caller };
