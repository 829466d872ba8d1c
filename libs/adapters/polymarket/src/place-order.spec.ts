import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './ask-venue.js';
import { AlteredOrderError } from './errors.js';
import { placeOrder, readPlacement } from './place-order.js';
import { clientAt, ticket } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';
import { signedAt } from './testing/signed-at.js';
import { startStubVenue, type Reply, type StubVenue } from './testing/stub-venue.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';

describe('reading the answer to an order', () => {
  it.each([
    ['live', 'accepted'],
    ['matched', 'accepted'],
    ['delayed', 'accepted'],
    ['delayed-by-market', 'accepted'],
    ['unmatched', 'unknown'],
    ['duplicated', 'unknown'],
    ['uncovered', 'rejected'],
    ['off-grid', 'rejected'],
    ['old-version', 'rejected'],
    ['killed', 'rejected'],
    ['batch-style-refusal', 'rejected'],
    ['forged-key', 'rejected'],
    ['blocked', 'rejected'],
    ['closed-only', 'rejected'],
    ['banned', 'rejected'],
    ['version-mismatch', 'rejected'],
    ['restarting', 'not_taken'],
    ['disabled', 'not_taken'],
    ['market-not-ready', 'not_taken'],
    ['throttled', 'unknown'],
    ['not-inserted', 'unknown'],
    ['cancel-only', 'not_taken'],
    ['post-only', 'not_taken'],
    ['overloaded', 'unknown'],
  ])('takes the recorded "%s" as %s', (name, kind) => {
    expect(readPlacement(recordedAnswer(`post-order.${name}`), HASH).kind).toBe(kind);
  });

  it.each([
    [502, '<html>bad gateway</html>'],
    [200, null],
    [200, {}],
    [200, { success: true, orderID: '' }],
    [200, { success: true, orderID: HASH, errorMsg: 'something went wrong', status: 'live' }],
    [200, { success: true, orderID: HASH, errorMsg: '', status: 'a new word' }],
    [200, { success: true, orderID: `0x${'ab'.repeat(32)}`, errorMsg: '', status: 'live' }],
    [400, { error: 'context canceled' }],
    [400, '<html></html>'],
    [500, { error: 'order timed out' }],
    [500, { error: 'not enough balance / allowance' }],
    [404, { error: 'market not found' }],
  ])('never calls HTTP %i %j a rejection or an acceptance', (status, body) => {
    expect(readPlacement(answered(status, body), HASH).kind).toBe('unknown');
  });

  it.each([
    ['blocked', 'geoblocked'],
    ['closed-only', 'closed_only'],
    ['banned', 'unauthorized'],
    ['forged-key', 'unauthorized'],
    ['old-version', 'version_changed'],
    ['version-mismatch', 'version_changed'],
    ['restarting', 'restarting'],
    ['disabled', 'disabled'],
    ['cancel-only', 'cancel_only'],
    ['post-only', 'post_only'],
    ['market-not-ready', 'open'],
  ])('knows by "%s" that the venue is %s', (name, condition) => {
    expect(readPlacement(recordedAnswer(`post-order.${name}`), HASH)).toMatchObject({ condition });
  });

  it('knows how long the venue asks us to wait, from its body or its header', () => {
    const inBody = readPlacement(recordedAnswer('post-order.post-only'), HASH);
    expect(inBody).toMatchObject({ kind: 'not_taken', retryAfterMs: 120_000 });
    const restarting = { ...recordedAnswer('post-order.restarting'), retryAfter: '1.5' } as Answer;
    expect(readPlacement(restarting, HASH)).toMatchObject({ retryAfterMs: 1_500 });
    const untold = { ...restarting, retryAfter: 'Tue, 24 Nov 2026 12:00:00 GMT' } as Answer;
    expect(readPlacement(untold, HASH)).not.toHaveProperty('retryAfterMs');
  });

  it('trusts a 429 only when its headers show that the limit for each signer refused', () => {
    const limited = {
      ...{ ...recordedAnswer('post-order.throttled'), retryAfter: '1' },
      rateLimit: { remaining: 0, tier: 'standard', warned: false },
    } as Answer;
    expect(readPlacement(limited, HASH)).toMatchObject({
      ...{ kind: 'not_taken', condition: 'open', retryAfterMs: 1_000 },
    });
  });

  it('doubts a condition told beside the id of the order', () => {
    const body = { success: true, orderID: HASH, errorMsg: 'post-only mode: no', status: '' };
    expect(readPlacement(answered(200, body), HASH).kind).toBe('unknown');
  });

  it('names what it looked at, for the person who reads it', () => {
    expect(readPlacement(recordedAnswer('post-order.duplicated'), HASH)).toEqual({
      kind: 'unknown',
      detail: `HTTP 400: {"error":"order ${HASH} is invalid. Duplicated."}`,
    });
  });

  (haveFixtures ? it : it.skip)('reads the answers others recorded', () => {
    const ok = fixture('wire-nautilus/rust/http_order_response_ok.json') as { orderID: string };
    expect(readPlacement(answered(200, ok), ok.orderID).kind).toBe('accepted');
    const failed = fixture('wire-nautilus/rust/http_order_response_failed.json');
    expect(readPlacement(answered(200, failed), HASH).kind).toBe('rejected');
    const live = fixture('wire-misc/clob-errors.json') as { http_status: number; body: unknown }[];
    for (const { http_status, body } of live) {
      expect(readPlacement(answered(http_status, body), HASH).kind).toBe('rejected');
    }
  });
});

describe('placing an order', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer(`GET /clob-markets/${ticket().conditionId}`, recorded('get-clob-market.open'));
  });
  afterEach(() => venue.stop());

  const signed = () => signedAt(venue.host, ticket());
  const place = async (timeoutMs = 2_000) =>
    placeOrder({ client: clientAt(venue.host), timeoutMs }, await signed());

  it('sends the stored order and its flags, the same every time', async () => {
    const order = await signed();
    const { body: answer } = recorded('post-order.live');
    const ours = { status: 200, body: { ...(answer as object), orderID: order.orderHash } };
    venue.answer('POST /order', ours);
    const context = { client: clientAt(venue.host), timeoutMs: 2_000 };

    expect(await placeOrder(context, order)).toEqual({ kind: 'accepted', venueStatus: 'live' });
    await placeOrder({ ...context, client: clientAt(venue.host) }, order);

    const [first, second] = venue.heard.filter(({ route }) => route === 'POST /order');
    expect(second?.body).toBe(first?.body);
    const stored = JSON.parse(order.signedBody) as { order: { signature: string; salt: string } };
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      ...{ orderType: 'GTC', postOnly: false, deferExec: false },
      order: { signature: stored.order.signature, salt: Number(stored.order.salt) },
    });
  });

  it('does not wait for settlement after a match', async () => {
    const order = await signed();
    const { body } = recorded('post-order.matched');
    venue.answer('POST /order', {
      status: 200,
      body: { ...(body as object), orderID: order.orderHash },
    });
    const sinceMs = performance.now();

    const outcome = await placeOrder({ client: clientAt(venue.host), timeoutMs: 2_000 }, order);

    expect(outcome).toEqual({ kind: 'accepted', venueStatus: 'matched' });
    expect(performance.now() - sinceMs).toBeLessThan(1_000);
    expect(venue.heard.some(({ route }) => route === 'GET /data/trades')).toBe(false);
  });

  it.each<[string, Reply]>([
    ['the connection is reset', (response) => response.destroy()],
    ['the venue is silent', () => undefined],
    ['the answer drips', dripping],
    ['the network in front of it answers', recorded('post-order.overloaded')],
  ])('does not know the outcome when %s', async (_, reply) => {
    venue.answer('POST /order', reply);
    const sinceMs = performance.now();
    expect((await place(400)).kind).toBe('unknown');
    expect(performance.now() - sinceMs).toBeLessThan(2_000);
  });

  it('does not send bytes that are not the order they are filed under', async () => {
    const order = await signed();
    const altered = { ...order, signedBody: order.signedBody.replace('"BUY"', '"SELL"') };
    const context = { client: clientAt(venue.host), timeoutMs: 500 };
    await expect(placeOrder(context, altered)).rejects.toThrow(AlteredOrderError);
    await expect(placeOrder(context, { ...order, signedBody: '{}' })).rejects.toThrow(
      AlteredOrderError,
    );
    expect(venue.heard.some(({ route }) => route === 'POST /order')).toBe(false);
  });
});

function dripping(response: { write(text: string): boolean; destroyed: boolean }): void {
  const drip = setInterval(() => {
    if (response.destroyed) clearInterval(drip);
    else response.write(' ');
  }, 50);
  drip.unref();
}
