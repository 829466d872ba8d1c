/** Who may use a service's HTTP API: bearer tokens with a name and a role. */
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  ForbiddenException,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { ConfigError } from './config.js';

export type Role = 'viewer' | 'operator' | 'admin' | 'signals';
export type Caller = { readonly name: string; readonly role: Role };

const RANK: Readonly<Record<Role, number>> = { signals: 0, viewer: 1, operator: 2, admin: 3 };

const Tokens = z.array(
  z.object({
    token: z.string().min(16, 'a token has at least 16 characters'),
    name: z.string().min(1),
    role: z.enum(['viewer', 'operator', 'admin', 'signals']),
  }),
);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export class Access {
  readonly #known: readonly { readonly digest: Buffer; readonly caller: Caller }[];

  /** Takes the JSON of ADMIN_TOKENS. Throws ConfigError when it cannot be read. */
  constructor(tokensJson: string) {
    const parsed = Tokens.safeParse(parseJson(tokensJson));
    if (!parsed.success) {
      throw new ConfigError(`ADMIN_TOKENS: ${z.prettifyError(parsed.error)}`);
    }
    this.#known = parsed.data.map(({ token, ...caller }) => ({ digest: digest(token), caller }));
  }

  /** The caller behind an Authorization header, or undefined. Takes equally long either way. */
  callerOf(header: string | undefined): Caller | undefined {
    const given = digest(header?.replace(/^Bearer /, '') ?? '');
    return this.#known.filter(({ digest: known }) => timingSafeEqual(known, given))[0]?.caller;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NEEDS = 'sluice:needs-role';
/** Marks a controller or a route with the least role that may call it. */
export const Needs = (role: Role) => SetMetadata(NEEDS, role);

export type AuthenticatedRequest = Request & { caller?: Caller };

export class AccessGuard implements CanActivate {
  constructor(private readonly access: Access) {}

  canActivate(context: ExecutionContext): boolean {
    const needed =
      (Reflect.getMetadata(NEEDS, context.getHandler()) as Role | undefined) ??
      (Reflect.getMetadata(NEEDS, context.getClass()) as Role | undefined);
    if (needed === undefined) return true;

    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = this.access.callerOf(request.headers.authorization);
    if (caller === undefined) {
      throw new UnauthorizedException({
        error: 'unauthorized',
        field: 'authorization',
        detail: 'send "Authorization: Bearer <token>" with a token this service knows',
      });
    }
    const allowed =
      needed === 'signals'
        ? caller.role === 'signals' || caller.role === 'admin'
        : RANK[caller.role] >= RANK[needed];
    if (!allowed) {
      throw new ForbiddenException({
        error: 'forbidden',
        field: 'authorization',
        detail: `${caller.name} has the role ${caller.role}; this needs ${needed}`,
      });
    }
    request.caller = caller;
    return true;
  }
}
