import { describe, expect, it } from '@jest/globals';
import { ForbiddenException, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import { Access, AccessGuard, Needs, type AuthenticatedRequest, type Role } from './access.js';
import { ConfigError } from './config.js';

const tokenOf = (role: Role): string => `token-of-the-${role}`;
const roles: readonly Role[] = ['signals', 'viewer', 'operator', 'admin'];
const access = new Access(
  JSON.stringify(roles.map((role) => ({ token: tokenOf(role), name: `the ${role}`, role }))),
);

class Desk {
  @Needs('viewer')
  view(): void {}
  @Needs('operator')
  operate(): void {}
  @Needs('admin')
  administer(): void {}
  @Needs('signals')
  signal(): void {}
  open(): void {}
}

/** Asks the guard for one of the desk's routes. */
function enter(route: keyof Desk, authorization?: string): AuthenticatedRequest {
  const request = { headers: { authorization } } as AuthenticatedRequest;
  const context = {
    getHandler: () => Desk.prototype[route],
    getClass: () => Desk,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  expect(new AccessGuard(access).canActivate(context)).toBe(true);
  return request;
}

const mayEnter = (route: keyof Desk, role: Role): boolean => {
  try {
    enter(route, `Bearer ${tokenOf(role)}`);
    return true;
  } catch {
    return false;
  }
};

describe('who may use a service', () => {
  it.each<[keyof Desk, readonly Role[]]>([
    ['view', ['viewer', 'operator', 'admin']],
    ['operate', ['operator', 'admin']],
    ['administer', ['admin']],
    ['signal', ['signals', 'admin']],
    ['open', ['signals', 'viewer', 'operator', 'admin']],
  ])('lets only some roles %s: %p', (route, allowed) => {
    expect(roles.filter((role) => mayEnter(route, role))).toStrictEqual(allowed);
  });

  it('knows who called', () => {
    expect(enter('view', `Bearer ${tokenOf('viewer')}`).caller).toStrictEqual({
      name: 'the viewer',
      role: 'viewer',
    });
  });

  it('asks nobody for a token where none is needed', () => {
    expect(enter('open').caller).toBeUndefined();
  });

  it.each([undefined, '', 'Bearer ', 'Bearer wrong', `Basic ${tokenOf('admin')}`])(
    'gives everybody it does not know the same answer: %p',
    (authorization) => {
      expect(() => enter('view', authorization)).toThrow(
        new UnauthorizedException({
          error: 'unauthorized',
          field: 'authorization',
          detail: 'send "Authorization: Bearer <token>" with a token this service knows',
        }),
      );
    },
  );

  it('tells a caller without the role which one is needed', () => {
    const entering = () => enter('operate', `Bearer ${tokenOf('viewer')}`);
    expect(entering).toThrow(ForbiddenException);
    expect(entering).toThrow(
      expect.objectContaining({
        response: {
          error: 'forbidden',
          field: 'authorization',
          detail: 'the viewer has the role viewer; this needs operator',
        },
      }),
    );
  });

  it('knows nobody when no tokens are configured', () => {
    expect(new Access('[]').callerOf(`Bearer ${tokenOf('admin')}`)).toBeUndefined();
  });
});

describe('the tokens of a service', () => {
  it.each([
    ['no JSON', 'not json: secret-secret-secret'],
    ['no list', '{"token":"secret-secret-secret"}'],
    ['a short token', '[{"token":"secret","name":"ana","role":"admin"}]'],
    ['an unknown role', '[{"token":"secret-secret-secret","name":"ana","role":"secret-role"}]'],
    ['no name', '[{"token":"secret-secret-secret","role":"admin"}]'],
  ])('are refused with %s, and never repeated', (_, tokens) => {
    const reading = () => new Access(tokens);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(/^ADMIN_TOKENS: /);
    expect(reading).not.toThrow(/secret/);
  });
});
