import { beforeEach, describe, expect, it } from '@jest/globals';
import { type order, type account, type Side, type StrategyId } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded, VenueOrder } from '@sluice/ports';
import { accountStream, orderStream } from '@sluice/reactions';
import { cutOffAt, recordFacts } from '@sluice/testing';
import type { DataSource } from 'typeorm';
import { sweepKilledOrders } from './sweep-killed-orders.js';
import { effectOf, openDesk, type Desk } from './testing/desk.js';
import { tracked } from './testing/tracked.js';
import type { TrackedOrder } from './tracked-orders.js';
import { whenKilled, type KillContext } from './when-killed.js';

const { accountId, later, orderAccepted, orderRequested, strategyId } = examples;
const IN_FLIGHT_MS = 15_000;
type Killing = account.AccountKilled | account.StrategyKilled;

describe('sweeping the venue after a kill', () => {
  let desk: Desk;
  let rows: TrackedOrder[];
  let readThrough: number[];
  let killed: Recorded<Killing>;
  beforeEach(() => {
    desk = openDesk();
    rows = [];
    readThrough = [];
  });

  const kill = async (fact: Killing): Promise<void> => {
    [killed] = await recordFacts<Killing>(desk.ledger, accountStream(accountId), fact);
    desk.kills.learn(killed);
  };
  const database = {
    query: (_: string, [, strategy]: readonly string[]) =>
      Promise.resolve(rows.filter((row) => strategy === '' || row.strategyId === strategy)),
  } as unknown as DataSource;
  const sweeper = (points = cutOffAt()) => {
    const context = desk.start(points);
    return sweepKilledOrders({
      ...{ ...context, kills: desk.kills, database, inFlightMs: IN_FLIGHT_MS },
      reconciler: { soon: () => undefined },
      readThrough: (position) => {
        readThrough.push(position);
        return Promise.resolve();
      },
    });
  };
  const sweeping = (attempt = 1) => sweeper().effectOf(killed.type)(effectOf(killed, attempt));
  const told = async () =>
    (await desk.facts('KillSwept', 'KillVerified', 'KillUnverified')).map(({ type, data }) => ({
      type,
      ...data,
    }));

  /** An order of ours that rests at the venue, or by hand when no strategy is named. */
  async function resting(
    orderHash: string,
    {
      of,
      side = 'BUY',
      requestedAt = examples.at,
      facts = [orderAccepted({ orderId: orderHash })],
    }: {
      readonly of?: StrategyId;
      readonly side?: Side;
      readonly requestedAt?: string;
      readonly facts?: readonly order.Event[];
    } = {},
  ): Promise<void> {
    const { conditionId, tokenId, limitPrice: price, shares } = orderRequested().data;
    const listed = { orderHash, conditionId, tokenId, side, price, shares };
    const matchedShares = 0n as VenueOrder['matchedShares'];
    desk.venue.list({ ...listed, matchedShares, status: 'live' });
    if (of === undefined) return;
    const key = { orderId: orderHash, strategyId: of, side };
    rows.push(tracked({ ...key, orderHash, requestedAt }));
    await recordFacts<order.Event>(
      desk.ledger,
      orderStream(orderHash, accountId),
      orderRequested({ ...key, orderHash, at: requestedAt }),
      ...facts,
    );
  }
  const atVenue = async () => (await desk.venue.openOrders()).map(({ orderHash }) => orderHash);

  it('cancels everything of a killed account at once, what was placed by hand too', async () => {
    await resting('0xA', { of: strategyId });
    await resting('0xb', { of: 'another' });
    await resting('0xhand');
    await kill(examples.accountKilled());
    expect(await sweeping()).toStrictEqual({ retryAfterMs: IN_FLIGHT_MS });
    expect(await atVenue()).toStrictEqual([]);
    expect(await told()).toMatchObject([
      {
        type: 'KillSwept',
        killId: killed.id,
        strategyId: '',
        sweep: 1,
        cancelled: 3,
        stillOpen: 0,
      },
    ]);
    // The orders from before the kill are in the table by then.
    expect(readThrough).toStrictEqual([killed.position]);
  });

  it('cancels of a killed strategy its own orders and no others', async () => {
    await resting('0xa', { of: strategyId });
    await resting('0xb', { of: 'another' });
    await resting('0xhand');
    await kill(examples.strategyKilled());
    await sweeping();
    expect(await atVenue()).toStrictEqual(['0xb', '0xhand']);
    expect(await told()).toMatchObject([{ strategyId, cancelled: 1, stillOpen: 0 }]);
  });

  it('is verified by the second sweep, when nothing can be on its way any more', async () => {
    await resting('0xa', { of: strategyId });
    await kill(examples.accountKilled());
    await sweeping();
    desk.clock.pass(IN_FLIGHT_MS - 1);
    expect(await sweeping(2)).toStrictEqual({ retryAfterMs: 1 });
    await resting('0xlate', { of: strategyId });
    desk.clock.pass(1);
    await sweeping(3);
    expect(await sweeping(4)).toBe('done');
    expect(await atVenue()).toStrictEqual([]);
    expect(await told()).toMatchObject([
      { type: 'KillSwept', sweep: 1, cancelled: 1 },
      { type: 'KillSwept', sweep: 2, cancelled: 1, stillOpen: 0 },
      { type: 'KillVerified', tookMs: IN_FLIGHT_MS, sweeps: 2, cancelled: 2 },
    ]);
  });

  it('has the cancel of an order in doubt repeated until its end is known', async () => {
    await resting('0xa', { of: strategyId });
    await resting('0xdoubt', { of: strategyId, facts: [] });
    desk.venue.setStatus('0xdoubt', 'cancelled');
    await kill(examples.strategyKilled());
    await sweeping();
    expect(await told()).toMatchObject([{ cancelled: 1, inDoubt: 1 }]);
    expect(await desk.facts('OrderCancelRequested')).toMatchObject([
      { data: { orderId: '0xdoubt', by: 'ana', why: 'killed: the feed is wrong' } },
    ]);
    rows = rows.filter(({ orderId }) => orderId === '0xdoubt');
    desk.clock.pass(IN_FLIGHT_MS);
    await sweeping(2);
    expect(await told()).toMatchObject([{}, {}, { type: 'KillVerified', inDoubt: 1 }]);
    expect(await desk.facts('OrderCancelRequested')).toHaveLength(1);
  });

  it('leaves the sales that the kill itself allowed', async () => {
    await resting('0xbefore', { of: strategyId, side: 'SELL' });
    await kill(examples.accountKilled({ flatten: true, at: later(10) }));
    await sweeping();
    expect(await atVenue()).toStrictEqual([]);
    await resting('0xexit', { of: strategyId, side: 'SELL', requestedAt: later(20) });
    desk.clock.pass(IN_FLIGHT_MS);
    await sweeping(2);
    expect(await atVenue()).toStrictEqual(['0xexit']);
    expect((await told()).at(-1)).toMatchObject({ type: 'KillVerified' });
  });

  it('says when it cannot be verified, goes on, and is verified when the venue is back', async () => {
    await resting('0xa', { of: strategyId });
    await kill(examples.accountKilled());
    desk.venue.setDown(true);
    expect(await sweeping()).toMatchObject({ retryAfterMs: 1_000 });
    expect(await told()).toStrictEqual([]);
    desk.clock.pass(IN_FLIGHT_MS + 15_001);
    await sweeping(2);
    await sweeping(3);
    expect(await told()).toMatchObject([
      { type: 'KillUnverified', detail: 'Error: the venue does not answer' },
    ]);
    desk.venue.setDown(false);
    await sweeping(4);
    desk.clock.pass(IN_FLIGHT_MS);
    await sweeping(5);
    expect((await told()).map(({ type }) => type)).toStrictEqual([
      'KillUnverified',
      'KillSwept',
      'KillSwept',
      'KillVerified',
    ]);
  });

  it('does not take a part of the list for the whole', async () => {
    await kill(examples.accountKilled());
    desk.venue.setIncomplete(true);
    const error: unknown = expect.stringMatching(/cut short/);
    expect(await sweeping()).toMatchObject({ error });
    expect(await told()).toStrictEqual([]);
  });

  it('ends with a release, and leaves what is placed after that', async () => {
    await kill(examples.accountKilled());
    await sweeping();
    const stream = accountStream(accountId);
    desk.kills.learn((await recordFacts(desk.ledger, stream, examples.accountReleased()))[0]);
    await resting('0xnew', { of: strategyId });
    desk.clock.pass(IN_FLIGHT_MS);
    expect(await sweeping(2)).toBe('done');
    expect(await atVenue()).toStrictEqual(['0xnew']);
  });

  it('is carried out wherever the executor is killed in the middle of it', async () => {
    const begin = async (): Promise<void> => {
      desk = openDesk();
      rows = [];
      await resting('0xa', { of: strategyId });
      await resting('0xb', { of: strategyId, facts: [] });
      await kill(examples.accountKilled());
    };
    await begin();
    const whole = cutOffAt();
    await sweeper(whole).effectOf(killed.type)(effectOf(killed));
    expect(whole.passed).not.toHaveLength(0);
    for (const [step, point] of whole.passed.entries()) {
      await begin();
      await sweeper(cutOffAt(step))
        .effectOf(killed.type)(effectOf(killed))
        .catch(() => undefined);
      for (let attempt = 2; (await sweeping(attempt)) !== 'done'; attempt += 1) {
        desk.clock.pass(IN_FLIGHT_MS);
      }
      expect({ point, open: await atVenue() }).toStrictEqual({ point, open: [] });
      expect({ point, told: await told() }).toMatchObject({
        told: [{ type: 'KillSwept' }, { type: 'KillSwept' }, { type: 'KillVerified' }],
      });
    }
  });
});

describe('when something is killed', () => {
  it('stops at once what is ours, and has the venue swept', async () => {
    const desk = openDesk();
    const [killed] = await recordFacts<Killing>(
      desk.ledger,
      accountStream(accountId),
      examples.strategyKilled(),
    );
    const swept: string[] = [];
    const handle = async (mine: string) => {
      const sweepNow: KillContext['sweepNow'] = ({ killId }) => void swept.push(killId);
      const context = { accountId: mine, kills: desk.kills, sweepNow } as never;
      const reactions = whenKilled.filter(({ on }) => on === 'StrategyKilled');
      return Promise.all(reactions.map((reaction) => reaction.handle(context, killed)));
    };
    expect((await handle('another')).flat()).toStrictEqual([]);
    expect(swept).toStrictEqual([]);
    expect((await handle(accountId)).flat()).toMatchObject([
      { effect: 'sweep_killed_strategy', id: killed.id },
    ]);
    expect(swept).toStrictEqual([killed.id]);
    expect(desk.kills.stopping({ strategyId, side: 'BUY' })).toBeDefined();
  });
});
