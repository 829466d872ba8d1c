/** The door of every API: lets a call through to what its role may do, and has it written down. */
import {
  ForbiddenException,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { isMarkedReadsOnly, isMarkedUrgent, mayCall, neededRole, type Access } from './access.js';
import type { AdminCalls } from './admin-calls.js';
import { statusCodeOn } from './answer-errors.js';
import { entranceOf } from './entrance.js';

export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: Access,
    private readonly calls: Pick<AdminCalls, 'allow' | 'refuse'>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = neededRole(context);
    if (needed === undefined) return true;

    const entrance = entranceOf(context);
    const caller = this.access.callerOf(entrance.authorization);
    if (caller === undefined) {
      const refusal = new UnauthorizedException({
        error: 'unauthorized',
        field: 'authorization',
        detail: 'send "Authorization: Bearer <token>" with a token this service knows',
      });
      const statusCode = statusCodeOn(entrance.transport, refusal);
      this.calls.refuse(entrance, { outcome: 'unauthenticated', statusCode });
      throw refusal;
    }
    if (!mayCall(caller.role, needed)) {
      const refusal = new ForbiddenException({
        error: 'forbidden',
        field: 'authorization',
        detail: `${caller.name} has the role ${caller.role}; this needs ${needed}`,
      });
      const statusCode = statusCodeOn(entrance.transport, refusal);
      this.calls.refuse(entrance, { outcome: 'forbidden', caller, statusCode });
      throw refusal;
    }
    entrance.carrier.caller = caller;

    // A signal is no admin's call: with its sender it becomes a fact on the ledger, many a second.
    const isCommand = !entrance.readsOnly && !isMarkedReadsOnly(context) && needed !== 'signals';
    if (isCommand) {
      const recorded = this.calls.allow(entrance, caller);
      if (isMarkedUrgent(context)) recorded.catch(() => undefined);
      else await recorded;
    }
    return true;
  }
}
