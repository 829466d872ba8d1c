import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { createInMemoryQuotes } from '@sluice/testing';
import { hourlyMidpoints, type Midpoints, type StoredMidpoints } from './midpoints.js';
import { silentLog } from './testing/open-risk.js';
import { until } from './testing/until.js';

const { at, level, yesToken } = examples;
const HOUR_MS = 3_600_000;
const HOUR = Math.floor(Date.parse(at) / HOUR_MS);
const timeOf = (hours: number, minutes = 0): string =>
  new Date(Date.parse(at) + hours * HOUR_MS + minutes * 60_000).toISOString();

/** A table in memory, which may be away. */
function storing(held: ReadonlyMap<string, readonly account.Midpoint[]> = new Map()) {
  const saved = new Map<string, bigint>();
  const table = {
    saved,
    isAway: false,
    load: () => Promise.resolve(held),
    save: (points) => {
      if (table.isAway) return Promise.reject(new Error('no database'));
      for (const { tokenId, hour, price } of points) saved.set(`${tokenId}/${hour - HOUR}`, price);
      return Promise.resolve();
    },
    trim: () => Promise.resolve(0),
  } as StoredMidpoints & { readonly saved: Map<string, bigint>; isAway: boolean };
  return table;
}

describe('hourly midpoints', () => {
  let quotes: ReturnType<typeof createInMemoryQuotes>;
  beforeEach(() => {
    quotes = createInMemoryQuotes();
  });
  let midpoints: Midpoints | undefined;
  afterEach(() => midpoints?.stop());
  const begin = async (stored: StoredMidpoints, saveEveryMs = 60_000, tokensMax = 10) => {
    midpoints = await hourlyMidpoints({ quotes, stored, log: silentLog, tokensMax, saveEveryMs });
    return midpoints;
  };
  const publish = (bid: string, ask: string, time: string, tokenId: string = yesToken) =>
    quotes.publish({ tokenId, bids: [level(bid)], asks: [level(ask)], at: time });
  const point = (hours: number, price: string) => ({
    hour: HOUR + hours,
    price: money.price(price),
  });

  it('are the last of each hour, oldest first', async () => {
    const { of } = await begin(storing());
    await publish('0.40', '0.42', timeOf(0, 1));
    await publish('0.50', '0.52', timeOf(0, 59));
    await publish('0.60', '0.62', timeOf(1, 30));
    expect(of(yesToken)).toStrictEqual([point(0, '0.51'), point(1, '0.61')]);
    await publish('0.70', '0.72', timeOf(1, 40));
    expect(of(yesToken)).toStrictEqual([point(0, '0.51'), point(1, '0.71')]);
    expect(of('another')).toStrictEqual([]);
  });

  it('pass over a book with one side, which has no middle', async () => {
    const { of } = await begin(storing());
    await publish('0.40', '0.42', timeOf(0));
    await quotes.publish({ tokenId: yesToken, bids: [], asks: [level('0.9')], at: timeOf(1) });
    expect(of(yesToken)).toStrictEqual([point(0, '0.41')]);
  });

  it('go on where an earlier process ended', async () => {
    const { of } = await begin(storing(new Map([[yesToken, [point(-1, '0.30')]]])));
    await publish('0.40', '0.42', timeOf(0));
    expect(of(yesToken)).toStrictEqual([point(-1, '0.3'), point(0, '0.41')]);
  });

  it('are saved at a steady pace and at the end, each hour once', async () => {
    const stored = storing();
    const running = await begin(stored, 2);
    await publish('0.40', '0.42', timeOf(0, 1));
    await until(() => stored.saved.size === 1);
    await publish('0.50', '0.52', timeOf(0, 2));
    await publish('0.60', '0.62', timeOf(1));
    await running.stop();
    expect([...stored.saved]).toStrictEqual([
      [`${yesToken}/0`, money.price('0.51')],
      [`${yesToken}/1`, money.price('0.61')],
    ]);
  });

  it('are saved later when the table is away', async () => {
    const stored = storing();
    stored.isAway = true;
    await begin(stored, 2);
    await publish('0.40', '0.42', timeOf(0));
    await new Promise((resolve) => setTimeout(resolve, 10));
    stored.isAway = false;
    await until(() => stored.saved.size === 1);
  });

  it('are kept of so many tokens only: the one that was quiet longest is forgotten', async () => {
    const { of } = await begin(storing(), 60_000, 2);
    for (const [index, tokenId] of ['1', '2', '3'].entries()) {
      await publish('0.40', '0.42', timeOf(0, index), tokenId);
      of(tokenId);
    }
    expect(['1', '2', '3'].map((tokenId) => of(tokenId).length)).toStrictEqual([0, 1, 1]);
  });
});
