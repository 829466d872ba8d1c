import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelAll, cancelOrders, everyCancellation, readCancellations } from './cancel-orders.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { clientAt } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';
import { tokenBucket } from './token-bucket.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';
const MATCHED = `0x${'33'.repeat(32)}`;
const hashes = (count: number) =>
  Array.from({ length: count }, (_, n) => `0x${String(n).padStart(64, '0')}`);

describe('cancelling many orders', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const context = (turns = tokenBucket({ perSecond: 10_000, burst: 120 })) => ({
    ...{ client: clientAt(venue.host), timeoutMs: 2_000, turns },
  });
  const asked = () => venue.heard.map(({ body }) => JSON.parse(body) as string[]);

  it('says of each order whether it was cancelled, and why not', async () => {
    venue.answer('DELETE /orders', recorded('cancel-orders.some'));
    const answer = await cancelOrders(context(), [HASH.toUpperCase().replace('X', 'x'), MATCHED]);
    expect(answer.cancelled).toEqual([HASH.toUpperCase().replace('X', 'x')]);
    expect([...answer.notCancelled]).toEqual([[MATCHED, 'Order already matched']]);
  });

  it('asks for as many at once as one burst pays for, and for each only once', async () => {
    venue.answer('DELETE /orders', { status: 200, body: { canceled: [], not_canceled: {} } });
    const many = hashes(205);
    await cancelOrders(context(), [...many, ...many]);
    expect(asked().map(({ length }) => length)).toEqual([100, 100, 5]);
    expect(new Set(asked().flat())).toEqual(new Set(many));
  });

  it('waits until the venue takes so many, and never gives up', async () => {
    venue.answer('DELETE /orders', recorded('cancel-orders.some'));
    const turns = tokenBucket({ perSecond: 500, burst: 120 });
    turns.take(120);
    const sinceMs = performance.now();
    await cancelOrders(context(turns), hashes(50));
    expect(performance.now() - sinceMs).toBeGreaterThan(80);
    expect(venue.heard).toHaveLength(1);
  });

  it('cancels all without waiting for anybody', async () => {
    venue.answer('DELETE /cancel-all', recorded('cancel-all.two'));
    const turns = tokenBucket({ perSecond: 0.001, burst: 1 });
    turns.take();
    expect((await cancelAll(context(turns))).cancelled).toHaveLength(2);
  });

  it('asks nothing for nothing', async () => {
    expect(await cancelOrders(context(), [])).toEqual({ cancelled: [], notCancelled: new Map() });
    expect(venue.heard).toEqual([]);
  });

  it('leaves what one lost answer was about uncancelled, and keeps the rest', async () => {
    const many = hashes(150);
    const first = { status: 200, body: { canceled: many.slice(0, 100), not_canceled: {} } };
    venue.answer('DELETE /orders', first, (response) => response.destroy());
    const answer = await cancelOrders(context(), many);
    expect(answer.cancelled).toHaveLength(100);
    expect([...answer.notCancelled.values()]).toEqual(Array(50).fill('socket hang up'));
  });

  it.each([
    [200, null],
    [200, { error: 'oops' }],
    [200, []],
    [425, ''],
    [401, { error: 'Unauthorized/Invalid api key' }],
  ])('proves nothing by HTTP %i %j', (status, body) => {
    const { cancelled, notCancelled } = readCancellations(answered(status, body), [HASH]);
    expect(cancelled).toEqual([]);
    expect(notCancelled.get(HASH)).toContain(`HTTP ${status}`);
  });

  it('names every order of ours it cancelled, those placed by hand too', async () => {
    venue.answer('DELETE /cancel-all', recorded('cancel-all.two'));
    expect((await cancelAll(context())).cancelled).toEqual([HASH, `0x${'22'.repeat(32)}`]);
  });

  it('throws when no answer names what it cancelled', async () => {
    venue.answer('DELETE /cancel-all', (response) => response.destroy());
    await expect(cancelAll(context())).rejects.toThrow(VenueUnavailableError);
    expect(() => everyCancellation(answered(200, 'ok'))).toThrow(UnreadableAnswerError);
    expect(() => everyCancellation(recordedAnswer('post-order.blocked'))).toThrow(
      VenueUnavailableError,
    );
  });

  (haveFixtures ? it : it.skip)('reads the answers others recorded', () => {
    const body = fixture('wire-nautilus/rust/http_batch_cancel_response.json');
    expect(everyCancellation(answered(200, body)).cancelled).toHaveLength(2);
    const sdk = fixture('wire-rs-sdk/clob.json') as { test: string; kind: string; body: unknown }[];
    const all = sdk.find(({ test }) => test === 'cancel_all_orders_should_succeed')?.body;
    expect([...everyCancellation(answered(200, all)).notCancelled]).toEqual([
      ['1', 'the order is already canceled'],
    ]);
  });
});
