import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fee, money } from '@sluice/domain';
import { connectMarketData } from './connect-market-data.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { marketsPageFrom } from './list-markets.js';
import { termsFrom } from './market-terms.js';
import { marketFrom } from './read-listing.js';
import { conditionId, no, yes } from './testing/examples.js';
import { answered, fixture, fixtureText, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

describe('what the venue lists', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer(`GET /clob-markets/${conditionId}`, recorded('get-clob-market.open'));
    venue.answer(`GET /markets/${conditionId}`, recorded('get-market.open'));
  });
  afterEach(() => venue.stop());
  const data = () => connectMarketData({ host: venue.host, wsHost: 'ws://none', timeoutMs: 1_000 });

  it('is a market with its outcomes, grid, minimum and fee', async () => {
    expect(await data().listing(conditionId)).toEqual({
      status: 'open',
      listing: {
        ...{ conditionId, question: 'Will it rain tomorrow?', negRisk: false },
        outcomes: [
          { tokenId: yes, name: 'Yes' },
          { tokenId: no, name: 'No' },
        ],
        ...{ tickSize: 10_000n, orderSizeMin: 5_000_000n },
        fee: { rate: 50_000n, exponent: 1 },
      },
    });
  });

  it('says of a neg-risk market which event it belongs to', async () => {
    const { body } = recorded('get-clob-market.open');
    const terms = { status: 200, body: { ...(body as object), nr: true } };
    venue.answer(`GET /clob-markets/${conditionId}`, terms);
    venue.answer(`GET /markets/${conditionId}`, recorded('get-market.neg-risk'));
    expect(await data().listing(conditionId)).toMatchObject({
      status: 'open',
      listing: {
        negRisk: true,
        negRiskEvent: '0xe3b1bc389210504ebcb9cffe4b0ed06ccac50561e0f24abb6379984cec030f00',
      },
    });
  });

  it('is closed when trading has stopped for good', async () => {
    const { body } = recorded('get-market.open');
    const closed = { status: 200, body: { ...(body as object), closed: true } };
    venue.answer(`GET /markets/${conditionId}`, closed);
    expect(await data().listing(conditionId)).toMatchObject({ status: 'closed' });
  });

  it('is nothing while the venue does not know the condition', async () => {
    venue.answer(`GET /clob-markets/${conditionId}`, recorded('get-clob-market.unknown'));
    expect(await data().listing(conditionId)).toBeUndefined();
  });

  it('is not guessed when the venue is down or speaks otherwise', async () => {
    venue.answer(`GET /clob-markets/${conditionId}`, { status: 502, body: 'bad gateway' });
    await expect(data().listing(conditionId)).rejects.toThrow(VenueUnavailableError);
    const { body } = recorded('get-clob-market.open');
    const odd = { status: 200, body: { ...(body as object), mts: 0.02 } };
    venue.answer(`GET /clob-markets/${conditionId}`, odd);
    await expect(data().listing(conditionId)).rejects.toThrow(UnreadableAnswerError);
  });

  it('is every open market of every page', async () => {
    venue.answer('GET /markets', recorded('get-markets.page'));
    expect(await data().listings()).toEqual([conditionId]);
  });

  (haveFixtures ? it : it.skip)('is read from what others recorded', () => {
    const v2 = fixture('wire-2026-10/clob-markets-v2.json') as { readonly c: string };
    expect(termsFrom(answered(200, v2), v2.c)).toMatchObject({
      ...{ orderVersion: 3, tick: '0.01', orderSizeMin: money.shares('5') },
      ...{ fee: { rate: money.ratio('0.07'), exponent: 1 } },
    });
    const unknown = fixture('wire-2026-10/clob-markets-v2-62hex-not-found.404.json');
    expect(termsFrom(answered(404, unknown), v2.c)).toBeUndefined();
    const free = recorded('get-clob-market.open').body as { fd?: object };
    expect(termsFrom(answered(200, { ...free, fd: undefined }), v2.c)?.fee).toEqual(fee.noFee);

    const closed = fixture('wire-nautilus/rust/clob_market_closed_binary_accepting_true.json');
    expect(marketFrom(answered(200, closed), 'c')).toMatchObject({
      ...{ closed: true, negRiskEvent: undefined },
    });
    const open: unknown = JSON.parse(
      fixtureText('wire-nautilus/python/http_responses__market.json'),
    );
    expect(marketFrom(answered(200, open), 'c')).toMatchObject({
      ...{ closed: false, negRiskEvent: expect.stringMatching(/^0x[0-9a-f]{62}00$/) },
    });
    const sdk = fixture('wire-rs-sdk/clob.json') as { test: string; body: unknown }[];
    for (const test of [
      'sampling_markets_should_succeed',
      'sampling_simplified_markets_should_succeed',
    ]) {
      const body = sdk.find((entry) => entry.test === test)?.body;
      expect(marketsPageFrom(answered(200, body)).open).toHaveLength(1);
    }
  });
});
