import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VenueUnavailableError } from './errors.js';
import { keptTerms } from './kept-terms.js';
import { clientAt, conditionId, no } from './testing/examples.js';
import { recorded } from './testing/recorded.js';
import { until } from './testing/stub-socket.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const ROUTE = `GET /clob-markets/${conditionId}`;

describe('the rules of a market', () => {
  let venue: StubVenue;
  let nowMs: number;
  beforeEach(async () => {
    venue = await startStubVenue();
    nowMs = Date.parse('2026-11-22T10:00:00.000Z');
    venue.answer(ROUTE, recorded('get-clob-market.open'));
  });
  afterEach(() => venue.stop());
  const start = () =>
    keptTerms({
      ...{ client: clientAt(venue.host), timeoutMs: 2_000 },
      now: () => new Date(nowMs).toISOString(),
    });
  const ticks = (mts: number) => {
    const { body } = recorded('get-clob-market.open');
    venue.answer(ROUTE, { status: 200, body: { ...(body as object), mts } });
  };
  const asked = () => venue.heard.length;

  it('are asked once for many orders, also when these come at once', async () => {
    const terms = start();
    await Promise.all([terms.of(conditionId), terms.of(conditionId)]);
    nowMs += 30_000;
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.01' });
    expect(asked()).toBe(1);
  });

  it('are used once more while they are asked for again', async () => {
    const terms = start();
    await terms.of(conditionId);
    ticks(0.001);
    nowMs += 30_001;
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.01' });
    await until(() => asked() === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.001' });
    expect(asked()).toBe(2);
  });

  it('are still used when the venue is down, but not for long', async () => {
    const terms = start();
    await terms.of(conditionId);
    venue.answer(ROUTE, { status: 500, body: 'oops' });
    nowMs += 5 * 60_000;
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.01' });
    nowMs += 1;
    await expect(terms.of(conditionId)).rejects.toThrow(VenueUnavailableError);
  });

  it('are asked anew when an order in either token was refused for them', async () => {
    const terms = start();
    await terms.of(conditionId);
    ticks(0.001);
    terms.forget('another token');
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.01' });
    terms.forget(no);
    expect(await terms.of(conditionId)).toMatchObject({ tick: '0.001' });
  });

  it('are not remembered of a market the venue does not know yet', async () => {
    const terms = start();
    venue.answer(ROUTE, recorded('get-clob-market.unknown'), recorded('get-clob-market.open'));
    expect(await terms.of(conditionId)).toBeUndefined();
    expect(await terms.of(conditionId)).toBeDefined();
  });
});
