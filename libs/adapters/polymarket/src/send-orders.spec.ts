import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { AlteredOrderError } from './errors.js';
import { orderSender, readLeg } from './send-orders.js';
import { clientAt, ticket } from './testing/examples.js';
import { answered, recorded, recordedAnswer } from './testing/recorded.js';
import { signerAt } from './testing/signed-at.js';
import { startStubVenue, type Reply, type StubVenue } from './testing/stub-venue.js';
import { until } from './testing/stub-socket.js';
import { tokenBucket } from './token-bucket.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';

describe('sending orders', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer(`GET /clob-markets/${ticket().conditionId}`, recorded('get-clob-market.open'));
    venue.answer('POST /order', { status: 200, body: { success: true, status: 'live' } });
  });
  afterEach(() => venue.stop());

  const sender = (burst: number, perSecond = 0.001, timeoutMs = 2_000) =>
    orderSender({
      ...{ client: clientAt(venue.host), timeoutMs },
      turns: tokenBucket({ perSecond, burst }),
    });
  const orders = (count: number, postOnly = false): Promise<readonly order.SignedOrder[]> => {
    const sign = signerAt(venue.host);
    return Promise.all(Array.from({ length: count }, () => sign(ticket({ postOnly }))));
  };
  const requests = () =>
    venue.heard
      .filter(({ route }) => route.startsWith('POST /order'))
      .map(({ route, body }) => ({ route, body: JSON.parse(body) as unknown }));
  const legsOf = () => requests().map(({ body }) => (Array.isArray(body) ? body.length : 1));
  const answerLegs =
    (signed: readonly order.SignedOrder[]): Reply =>
    (response) => {
      const asked = requests().at(-1)?.body as { order: { salt: number } }[];
      const legs = asked.map(({ order: { salt } }) => {
        const own = signed.find(({ signedBody }) => signedBody.includes(`"salt":"${salt}"`));
        return { success: true, errorMsg: '', orderID: own?.orderHash, status: 'live' };
      });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(legs));
    };

  it('sends each at once, alone, while there are turns and connections', async () => {
    const place = sender(60);
    const signed = await orders(3);
    await Promise.all(signed.map(place));
    expect(requests().map(({ route }) => route)).toEqual(Array(3).fill('POST /order'));
  });

  it('sends those that wait for a connection together, each answered for itself', async () => {
    const place = sender(60);
    const signed = await orders(25);
    const held: Parameters<Extract<Reply, (response: never) => void>>[0][] = [];
    venue.answer('POST /order', (response) => void held.push(response));
    venue.answer('POST /orders', answerLegs(signed));
    const outcomes = Promise.all(signed.map(place));
    await until(() => held.length === 8);
    expect(legsOf()).toEqual(Array(8).fill(1));
    for (const response of held) response.writeHead(425).end();
    const kinds = (await outcomes).map(({ kind }) => kind);
    expect(kinds).toEqual([
      ...Array<string>(8).fill('not_taken'),
      ...Array<string>(17).fill('accepted'),
    ]);
    expect(legsOf().slice(8)).toEqual([15, 2]);
  });

  it('sends no faster than the venue takes them', async () => {
    const place = sender(2, 20);
    const signed = await orders(4);
    const sinceMs = performance.now();
    await Promise.all(signed.map(place));
    expect(performance.now() - sinceMs).toBeGreaterThan(80);
    expect(requests()).toHaveLength(4);
  });

  it('puts only orders with the same flags into one request', async () => {
    const place = sender(1, 15);
    const [first, ...rest] = await orders(2);
    const resting = await orders(2, true);
    await Promise.all(
      [first, ...rest, ...resting].map((signed) => place(signed as order.SignedOrder)),
    );
    for (const { body } of requests()) {
      const flags = [body].flat().map((leg) => (leg as { postOnly: boolean }).postOnly);
      expect(new Set(flags).size).toBe(1);
    }
  });

  it('knows of an order that never left us that the venue does not have it', async () => {
    const place = sender(1, 0.001, 150);
    const [first, second] = (await orders(2)) as [order.SignedOrder, order.SignedOrder];
    await place(first);
    const late = place(second);
    await new Promise((resolve) => setTimeout(resolve, 200));
    void place(second);
    expect(await late).toMatchObject({ kind: 'not_taken', condition: 'open' });
    expect(requests()).toHaveLength(1);
  });

  it('lets no more than two hundred orders wait', async () => {
    const place = sender(1, 0.001, 60_000);
    const [first, second] = (await orders(2)) as [order.SignedOrder, order.SignedOrder];
    await place(first);
    for (let waiting = 0; waiting < 200; waiting += 1) void place(second);
    const detail = '200 orders wait to be sent';
    expect(await place(second)).toMatchObject({ kind: 'not_taken', retryAfterMs: 1_000, detail });
    expect(requests()).toHaveLength(1);
  });

  it('does not send bytes that are not the order they are filed under', async () => {
    const [signed] = (await orders(1)) as [order.SignedOrder];
    const altered = { ...signed, signedBody: signed.signedBody.replace('"BUY"', '"SELL"') };
    await expect(sender(60)(altered)).rejects.toThrow(AlteredOrderError);
    expect(requests()).toEqual([]);
  });
});

describe('one leg of the answer to several orders', () => {
  const leg = (body: unknown, place = 0) =>
    readLeg(answered(200, body), { place, legs: 2 }, HASH).kind;
  const other = { success: true, orderID: `0x${'22'.repeat(32)}`, status: 'live' };

  it.each([
    ['accepted', { success: true, errorMsg: '', orderID: HASH, status: 'live' }],
    ['accepted', { success: true, errorMsg: '', orderID: HASH, status: 'delayed' }],
    [
      'accepted',
      { success: true, errorMsg: 'order match delayed due to market conditions', orderID: HASH },
    ],
    ['unknown', { success: true, errorMsg: 'something', orderID: HASH, status: 'live' }],
    ['unknown', { success: true, errorMsg: '', orderID: '' }],
    ['unknown', { success: true, errorMsg: '', orderID: other.orderID, status: 'live' }],
    ['rejected', { success: true, errorMsg: 'not enough balance / allowance', orderID: '' }],
    ['rejected', { success: false, errorMsg: 'invalid nonce', orderID: '' }],
    [
      'not_taken',
      {
        success: true,
        errorMsg: 'post-only mode: only post-only orders and cancels are allowed',
        orderID: '',
      },
    ],
    ['unknown', { success: true, errorMsg: `order ${HASH} is invalid. Duplicated.`, orderID: '' }],
  ])('is %s by %j', (kind, body) => {
    expect(leg([body, other])).toBe(kind);
    expect(leg([other, body], 1)).toBe(kind);
  });

  it('is read from the recorded batch', () => {
    const answer = recordedAnswer('post-orders.two');
    expect(readLeg(answer, { place: 0, legs: 2 }, HASH).kind).toBe('accepted');
    expect(readLeg(answer, { place: 1, legs: 2 }, `0x${'22'.repeat(32)}`).kind).toBe('rejected');
  });

  it('is unknown when the venue answers for fewer, or refuses the whole for one of them', () => {
    expect(leg([other])).toBe('unknown');
    const refused = answered(400, { error: 'Invalid order payload' });
    expect(readLeg(refused, { place: 0, legs: 2 }, HASH).kind).toBe('unknown');
  });

  it('shares what the venue says of itself', () => {
    const about = { place: 1, legs: 2 };
    expect(readLeg(recordedAnswer('post-order.restarting'), about, HASH).kind).toBe('not_taken');
    expect(readLeg(recordedAnswer('post-order.blocked'), about, HASH).kind).toBe('rejected');
    expect(readLeg({ kind: 'lost', detail: 'reset' }, about, HASH).kind).toBe('unknown');
  });
});
