import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fee } from '@sluice/domain';
import type { VenueEvent } from '@sluice/ports';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { eventsFrom, followUser } from './follow-user.js';
import { apiKey, credentials, wallet } from './testing/examples.js';
import { fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubSocket, until, type StubSocket } from './testing/stub-socket.js';

const reading = {
  ...{ wallet, apiKey, signedShares: () => undefined },
  feeSchedules: () => Promise.resolve(fee.noFee),
};
const order = {
  ...{ event_type: 'order', id: '0xa1', type: 'UPDATE', status: 'LIVE', size_matched: '25.0' },
};
const [trade] = (recorded('get-trades.taker-and-maker').body as { data: object[] }).data;

describe('the user channel', () => {
  let venue: StubSocket;
  let events: VenueEvent[];
  let lines: string[];
  const open: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    venue = await startStubSocket();
    events = [];
    lines = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.stop()));
    await venue.stop();
  });

  const follow = (change: Partial<Parameters<typeof followUser>[0]> = {}) => {
    const timing = { pingEveryMs: 20, silenceMaxMs: 200, retryFirstMs: 10, retryMaxMs: 50 };
    const stream = followUser(
      {
        ...reading,
        url: venue.url,
        credentials,
        timing,
        log: (line) => lines.push(line),
        ...change,
      },
      (event) => events.push(event),
    );
    open.push(stream);
    return stream;
  };
  const kinds = () => events.map(({ kind }) => kind);

  it('subscribes with our key, and asks for a look-up once the venue answers', async () => {
    const stream = follow();
    await until(() => events.length === 1);
    const { key, ...secrets } = credentials;
    expect(venue.heard).toEqual([{ auth: { apiKey: key, ...secrets }, type: 'user', markets: [] }]);
    expect(kinds()).toEqual(['discontinuity']);
    expect(stream.healthy()).toBe(true);
  });

  it('tells orders and fills in order, one by one or in arrays', async () => {
    follow();
    await until(() => events.length === 1);
    venue.say('NO NEW ASSETS');
    venue.say([order, { ...trade, event_type: 'trade', type: 'TRADE' }]);
    venue.say({ event_type: 'something new' });
    venue.say({ ...order, type: 'CANCELLATION', status: 'CANCELED' });
    await until(() => events.length === 4);
    expect(events.slice(1)).toMatchObject([
      {
        kind: 'order',
        update: { orderHash: '0xa1', kind: 'updated', status: 'live', matchedShares: 25_000_000n },
      },
      { kind: 'fill', fill: { shares: 10_000_000n, status: 'matched' } },
      { kind: 'order', update: { kind: 'cancelled', status: 'cancelled' } },
    ]);
  });

  it('comes back after a broken connection, and asks for a look-up again', async () => {
    follow();
    await until(() => events.length === 1);
    venue.drop();
    await until(() => events.length === 2);
    expect(kinds()).toEqual(['discontinuity', 'discontinuity']);
    expect(venue.connections()).toBe(2);
    expect(venue.heard).toHaveLength(2);
  });

  it('does not trust a connection that has fallen silent', async () => {
    const stream = follow();
    await until(() => events.length === 1);
    venue.answering = false;
    await until(() => venue.connections() >= 2);
    expect(stream.healthy()).toBe(false);
    expect(lines.join()).toContain('nothing heard');
    venue.answering = true;
    await until(() => events.length >= 2);
  });

  it('asks for a look-up instead of a message it cannot tell, and goes on', async () => {
    follow({ feeSchedules: () => Promise.reject(new VenueUnavailableError('down')) });
    await until(() => events.length === 1);
    venue.say({ ...order, status: 'SUSPENDED' });
    venue.say({ ...trade, event_type: 'trade' });
    venue.say(order);
    await until(() => events.length === 4);
    expect(kinds()).toEqual(['discontinuity', 'discontinuity', 'discontinuity', 'order']);
    expect(venue.connections()).toBe(1);
    expect(lines.join()).toContain('SUSPENDED');
  });

  it('is quiet after it was stopped, and never logged a secret', async () => {
    const stream = follow();
    await until(() => events.length === 1);
    await stream.stop();
    expect(stream.healthy()).toBe(false);
    expect(lines.join()).not.toContain(credentials.secret);
  });
});

describe('messages of the user channel', () => {
  it('tell a killed order by its cancellation, however empty', async () => {
    const killed = {
      ...{ ...order, type: 'CANCELLATION', size_matched: '', outcome: '', created_at: '' },
      status: "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.",
    };
    expect(await eventsFrom(killed, reading)).toEqual([
      {
        kind: 'order',
        update: { orderHash: '0xa1', kind: 'cancelled', status: 'cancelled', matchedShares: 0n },
      },
    ]);
  });

  it('tell a removal by the venue', async () => {
    const removed = { ...order, type: 'CANCELLATION', status: 'INVALID' };
    expect(await eventsFrom(removed, reading)).toMatchObject([{ update: { status: 'invalid' } }]);
  });

  it('fail loudly when they are about an order and cannot be read', async () => {
    const odd = { ...order, type: 'REPLACEMENT' };
    await expect(eventsFrom(odd, reading)).rejects.toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('are read from what others recorded', async () => {
    const expected = {
      'wire-nautilus/rust/ws_user_order_placement.json': 'placed',
      'wire-nautilus/rust/ws_user_order_update.json': 'updated',
      'wire-nautilus/rust/ws_user_order_cancellation.json': 'cancelled',
      'wire-nautilus/python/ws_messages__order_placement.json': 'placed',
      'wire-2026-10/ws-user-order-fok-buy-pusd-size.json': 'cancelled',
    };
    for (const [file, kind] of Object.entries(expected)) {
      expect(await eventsFrom(fixture(file), reading)).toMatchObject([{ update: { kind } }]);
    }
    for (const name of ['ws_user_trade', 'ws_user_trade_msg']) {
      const events = await eventsFrom(fixture(`wire-nautilus/rust/${name}.json`), reading);
      expect(events).toMatchObject([{ kind: 'fill', fill: { status: 'confirmed' } }]);
    }
  });
});
