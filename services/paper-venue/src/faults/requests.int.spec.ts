/** Each fault of a request does to a real request what it says. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderType } from '@polymarket/clob-client-v2';
import { until } from '../testing/official-client.js';
import { openVenueAtRest, type VenueAtRest } from '../testing/venue-at-rest.js';
import { describeFault, type FaultKind } from './registry.js';
import { refusalRows } from './requests/refusal-rows.js';

describe('faults of requests', () => {
  let at: VenueAtRest;

  beforeAll(async () => {
    at = await openVenueAtRest();
  });
  afterEach(async () => {
    await at.client.cancelAll();
    await at.lever('DELETE', 'faults');
  });
  afterAll(() => at.venue.stop());

  const post = async (): Promise<{ readonly answer: unknown; readonly placed: boolean }> => {
    const answer: unknown = await at.client.postOrder(await at.bid(), OrderType.GTC);
    return { answer, placed: (await at.client.getOpenOrders()).length === 1 };
  };
  const postBatch = async (): Promise<unknown> =>
    at.client.postOrders(
      await Promise.all(
        [0.02, 0.03].map(async (price) => ({
          order: await at.bid({ price }),
          orderType: OrderType.GTC,
        })),
      ),
    );

  it.each(Object.keys(refusalRows))('%s answers so and obeys nothing', async (kind) => {
    await at.arm(kind, { endpoint: 'POST /order' });
    const order = await at.bid();
    const answer: unknown = await at.client.postOrder(order, OrderType.GTC);
    expect(await at.client.getOpenOrders()).toEqual([]);
    expect(await at.fired()).toMatchObject([{ fault: kind, subject: 'POST /order' }]);
    const taken = (await at.client.postOrder(order, OrderType.GTC)) as { orderID: string };
    const [, status, error] =
      /answers (\d+) "(.*)"\.$/.exec(describeFault(kind as FaultKind).about) ?? [];
    expect(answer).toMatchObject({
      status: Number(status),
      error: error?.replace('{id}', taken.orderID).replace('{addr}', order.maker),
    });
  });

  it('reset_before_accept loses the request', async () => {
    await at.arm('reset_before_accept');
    expect(await post()).toMatchObject({ answer: { error: 'socket hang up' }, placed: false });
  });

  it('reset_after_accept loses the answer only', async () => {
    await at.arm('reset_after_accept');
    expect(await post()).toMatchObject({ answer: { error: 'socket hang up' }, placed: true });
  });

  it('error_after_accept says 500 and has done it', async () => {
    await at.arm('error_after_accept');
    expect(await post()).toMatchObject({
      answer: { error: 'could not run the execution', status: 500 },
      placed: true,
    });
  });

  it('duplicated_after_accept names the hash that was taken', async () => {
    await at.arm('duplicated_after_accept');
    const { answer } = await post();
    const [open] = await at.client.getOpenOrders();
    expect(answer).toEqual({
      error: `order ${open?.id ?? ''} is invalid. Duplicated.`,
      status: 400,
    });
  });

  it('engine_restarting is 425 without a body, so the client knows no status', async () => {
    await at.arm('engine_restarting');
    expect(await post()).toEqual({
      answer: { error: 'Request failed with status code 425' },
      placed: false,
    });
  });

  it('cloudflare_block is a page of HTML', async () => {
    await at.arm('cloudflare_block');
    expect(await post()).toMatchObject({
      answer: { error: expect.stringMatching(/^<html>/) as unknown, status: 403 },
      placed: false,
    });
  });

  it('too_many_requests carries the headers the client hides', async () => {
    await at.arm('too_many_requests', {
      endpoint: 'GET /book',
      parameters: { retryAfterSeconds: 7 },
    });
    const answer = await fetch(`${at.venue.urls.clob}/book?token_id=${at.token}`);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('poly-ratelimit-tier')).toBe('standard');
    expect(answer.headers.get('poly-ratelimit-remaining')).toBe('0');
  });

  it('answer_replaced gives any status, text and header', async () => {
    const parameters = { status: 418, text: 'tea', headers: { 'x-pot': 'short' } };
    await at.arm('answer_replaced', { endpoint: 'GET /time', parameters });
    const answer = await fetch(`${at.venue.urls.clob}/time`);
    expect([answer.status, answer.headers.get('x-pot'), await answer.text()]).toEqual([
      418,
      'short',
      'tea',
    ]);
  });

  it('request_delayed is obeyed late, answer_delayed at once', async () => {
    const openAfterMs = async (fault: string, ms: number): Promise<number> => {
      await at.arm(fault, { parameters: { delayMs: 400 } });
      const answered = at.client.postOrder(await at.bid(), OrderType.GTC);
      await new Promise((resolve) => setTimeout(resolve, ms));
      const open = (await at.client.getOpenOrders()).length;
      await expect(answered).resolves.toMatchObject({ status: 'live' });
      await at.client.cancelAll();
      return open;
    };
    expect(await openAfterMs('request_delayed', 150)).toBe(0);
    expect(await openAfterMs('answer_delayed', 150)).toBe(1);
  });

  it('order_lands_late: a cancel finds nothing, and then the order stands', async () => {
    await at.arm('order_lands_late', { parameters: { delayMs: 300 } });
    const order = await at.bid();
    expect(await at.client.postOrder(order)).toMatchObject({ error: 'socket hang up' });
    expect(await at.client.cancelAll()).toEqual({ canceled: [], not_canceled: {} });
    await until(async () => (await at.client.getOpenOrders()).length === 1);
  });

  it('order_delayed answers "delayed" and takes the order later under the same id', async () => {
    await at.arm('order_delayed', { parameters: { delayMs: 200 } });
    const { answer, placed } = await post();
    expect(answer).toMatchObject({ success: true, status: 'delayed', errorMsg: '' });
    expect(placed).toBe(false);
    await until(async () => (await at.client.getOpenOrders()).length === 1);
    const [open] = await at.client.getOpenOrders();
    expect(answer).toMatchObject({ orderID: open?.id });
  });

  it('order_unmatched says so of an order that stands', async () => {
    await at.arm('order_unmatched');
    expect(await post()).toMatchObject({ answer: { status: 'unmatched' }, placed: true });
  });

  it('batch_leg_refused hides the refusal of one leg behind success', async () => {
    await at.arm('batch_leg_refused', { parameters: { leg: 1 } });
    expect(await postBatch()).toMatchObject([
      { success: true, status: 'live', errorMsg: '' },
      { success: true, orderID: '', errorMsg: 'not enough balance / allowance' },
    ]);
    expect(await at.client.getOpenOrders()).toMatchObject([{ price: '0.02' }]);
  });

  it('batch_leg_unknown takes the order and says nothing of it', async () => {
    await at.arm('batch_leg_unknown');
    expect(await postBatch()).toMatchObject([
      { success: true, orderID: '', errorMsg: '' },
      { success: true, status: 'live' },
    ]);
    expect(await at.client.getOpenOrders()).toHaveLength(2);
  });
});
