import { beforeEach, describe, expect, it } from '@jest/globals';
import { Metadata } from '@grpc/grpc-js';
import {
  ForbiddenException,
  ServiceUnavailableException,
  UnauthorizedException,
  type ExecutionContext,
} from '@nestjs/common';
import { AccessGuard } from './access-guard.js';
import { Access, Needs, ReadsOnly, Urgent } from './access.js';
import { callOf, type Carrier, type Entrance, type Transport } from './entrance.js';
import type { Role } from './tokens.js';

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
  @Needs('operator')
  @ReadsOnly()
  preview(): void {}
  @Needs('operator')
  @Urgent()
  kill(): void {}
  @Needs('admin')
  administer(): void {}
  @Needs('signals')
  signal(): void {}
  open(): void {}
}

@Needs('operator')
class ClosedDesk {
  @Needs('viewer')
  view(): void {}
  operate(): void {}
}

const recorded: { readonly outcome: string; readonly entrance: Entrance }[] = [];
let refuseAll = false;
const guard = new AccessGuard(access, {
  allow: async (entrance) => {
    if (refuseAll) throw new ServiceUnavailableException();
    recorded.push({ outcome: 'allowed', entrance });
  },
  refuse: (entrance, { outcome }) => void recorded.push({ outcome, entrance }),
});
beforeEach(() => {
  recorded.length = 0;
  refuseAll = false;
});

type Route = {
  readonly handler: () => void;
  readonly desk?: object;
  readonly transport?: Transport;
  readonly method?: string;
};

/** What stands for a call to one of the desk's routes. */
function calling({ handler, desk = Desk, transport = 'http', method = 'POST' }: Route) {
  const metadata = new Metadata();
  const headers: Record<string, string> = {};
  const request = { method, headers, route: { path: '/desk/:id' }, query: { token: 'secret' } };
  const call = { metadata, getPath: () => '/desk.v1.Desk/Do' };
  const carrier = (transport === 'http' ? request : call) as Carrier;
  const context = {
    getType: () => (transport === 'http' ? 'http' : 'rpc'),
    getHandler: () => handler,
    getClass: () => desk,
    getArgs: () => [{}, metadata, call],
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  return {
    context,
    carrier,
    as: (authorization: string) => {
      headers['authorization'] = authorization;
      metadata.set('authorization', authorization);
      return guard.canActivate(context);
    },
    asNobody: () => guard.canActivate(context),
  };
}

const mayEnter = async (route: Route, role: Role): Promise<boolean> =>
  calling(route)
    .as(`Bearer ${tokenOf(role)}`)
    .catch(() => false);

describe.each<Transport>(['http', 'grpc'])('over %s', (transport) => {
  it.each<[keyof Desk, readonly Role[]]>([
    ['view', ['viewer', 'operator', 'admin']],
    ['operate', ['operator', 'admin']],
    ['administer', ['admin']],
    ['signal', ['signals', 'admin']],
  ])('only some roles may %s: %p', async (name, allowed) => {
    const handler = Desk.prototype[name];
    const entered = await Promise.all(roles.map((role) => mayEnter({ handler, transport }, role)));
    expect(roles.filter((_, index) => entered[index])).toStrictEqual(allowed);
  });

  it("a handler's own role comes before its controller's", async () => {
    const { view, operate } = ClosedDesk.prototype;
    const to = (handler: () => void) => ({ handler, desk: ClosedDesk, transport });
    expect(await mayEnter(to(view), 'viewer')).toBe(true);
    expect(await mayEnter(to(operate), 'viewer')).toBe(false);
  });

  it('a kill is recorded, and carried out even when it cannot be', async () => {
    const kill = { handler: Desk.prototype.kill, transport };
    expect(await mayEnter(kill, 'operator')).toBe(true);
    expect(recorded).toMatchObject([{ outcome: 'allowed' }]);
    refuseAll = true;
    expect(await mayEnter(kill, 'operator')).toBe(true);
    expect(await mayEnter(kill, 'viewer')).toBe(false);
  });

  it('a handler learns who called', async () => {
    const call = calling({ handler: Desk.prototype.view, transport });
    await call.as(`Bearer ${tokenOf('viewer')}`);
    expect(callOf(call.context)).toMatchObject({
      caller: { name: 'the viewer', role: 'viewer' },
      idempotencyKey: undefined,
      transport,
    });
  });

  it.each(['', 'Bearer ', 'Bearer wrong', `Basic ${tokenOf('admin')}`])(
    'everybody not known gets the same answer: %p',
    async (authorization) => {
      const entering = calling({ handler: Desk.prototype.view, transport }).as(authorization);
      await expect(entering).rejects.toThrow(
        new UnauthorizedException({
          error: 'unauthorized',
          field: 'authorization',
          detail: 'send "Authorization: Bearer <token>" with a token this service knows',
        }),
      );
    },
  );

  it('a caller without the role learns which one is needed', async () => {
    const call = calling({ handler: Desk.prototype.operate, transport });
    const refusal: unknown = await call.as(`Bearer ${tokenOf('viewer')}`).catch((e: unknown) => e);
    expect(refusal).toBeInstanceOf(ForbiddenException);
    expect((refusal as ForbiddenException).getResponse()).toStrictEqual({
      error: 'forbidden',
      field: 'authorization',
      detail: 'the viewer has the role viewer; this needs operator',
    });
  });

  it('what may change something is recorded before it is done, or not done', async () => {
    const call = calling({ handler: Desk.prototype.operate, transport });
    await call.as(`Bearer ${tokenOf('operator')}`);
    const method = transport === 'http' ? 'POST /desk/:id' : '/desk.v1.Desk/Do';
    expect(recorded).toMatchObject([{ outcome: 'allowed', entrance: { transport, method } }]);
    refuseAll = true;
    await expect(call.as(`Bearer ${tokenOf('operator')}`)).rejects.toThrow(
      ServiceUnavailableException,
    );
  });

  it('what only reads is not recorded, nor is a signal', async () => {
    const { preview, signal } = Desk.prototype;
    expect(await mayEnter({ handler: preview, transport }, 'admin')).toBe(true);
    expect(await mayEnter({ handler: signal, transport }, 'admin')).toBe(true);
    expect(recorded).toStrictEqual([]);
  });

  it('every refusal is recorded, also of what only reads', async () => {
    const { preview, signal } = Desk.prototype;
    await mayEnter({ handler: preview, transport, method: 'GET' }, 'viewer');
    await calling({ handler: signal, transport })
      .asNobody()
      .catch(() => false);
    expect(recorded.map(({ outcome }) => outcome)).toStrictEqual(['forbidden', 'unauthenticated']);
  });
});

describe('where no role is said', () => {
  const handler = Desk.prototype.open;

  it('HTTP asks nobody for a token, and nobody is known', async () => {
    const call = calling({ handler });
    expect(await call.asNobody()).toBe(true);
    expect(call.carrier.caller).toBeUndefined();
    expect(() => callOf(call.context)).toThrow('needs no role');
  });

  it('gRPC lets admins in and nobody else', async () => {
    const entered = roles.map((role) => mayEnter({ handler, transport: 'grpc' }, role));
    expect(await Promise.all(entered)).toStrictEqual([false, false, false, true]);
  });
});

it.each(['GET', 'HEAD'])('an allowed %s is not recorded', async (method) => {
  expect(await mayEnter({ handler: Desk.prototype.operate, method }, 'operator')).toBe(true);
  expect(recorded).toStrictEqual([]);
});
