import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact, type market } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { ListedMarket, Resolution } from '@sluice/ports';
import { Decisions } from '@sluice/reactions';
import { createLogger } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createInMemoryMarkets,
  createManualClock,
  factsOn,
} from '@sluice/testing';
import type { DataSource } from 'typeorm';
import { watchMarkets, type MarketWatch } from './watch-markets.js';

const { at, conditionId, listing, noToken, yesToken } = examples;
const listed = (
  status: ListedMarket['status'] = 'open',
  terms: Partial<market.Listing> = {},
): ListedMarket => ({ listing: listing(terms), status });
const resolution: Resolution = {
  payoutNumerators: [1n, 0n],
  payoutDenominator: 1n,
  blockNumber: 80_000_000n,
  transactionHash: '0xresolution',
};
const fine = { tickSize: money.price('0.001') };

describe('watching markets', () => {
  let ledger: ReturnType<typeof createInMemoryLedger>;
  let markets: ReturnType<typeof createInMemoryMarkets>;
  let watch: MarketWatch;
  let changes: number;
  const clock = createManualClock(at);
  const rows = [{ condition_id: conditionId, token_ids: [yesToken, noToken], status: 'open' }];

  const begin = ({ discover = false, remembered = [] as typeof rows } = {}): void => {
    watch = watchMarkets({
      decisions: new Decisions(ledger),
      marketData: markets,
      resolutions: markets,
      database: { query: () => Promise.resolve(remembered) } as unknown as DataSource,
      log: createLogger('signal-ingest', 'silent'),
      intervalMs: 2,
      onChange: () => void (changes += 1),
      ...{ clock, discover },
    });
  };
  beforeEach(() => {
    ledger = createInMemoryLedger();
    markets = createInMemoryMarkets();
    changes = 0;
  });
  afterEach(() => watch.stop());

  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20));
  const happened = async () => (await factsOn(ledger)).map(({ type }) => type);
  /** Waits for these facts, and then for whether more follow. */
  const expectFacts = async (...types: readonly Fact['type'][]): Promise<void> => {
    const endMs = Date.now() + 3_000;
    while ((await happened()).length < types.length && Date.now() < endMs) await aMoment();
    await aMoment();
    expect(await happened()).toStrictEqual(types);
    clock.pass(1_000);
  };

  it('lists a market when the first signal names it, once', async () => {
    markets.list(listed());
    begin();
    expect(await watch.offers(conditionId, yesToken)).toBe('yes');
    expect(await watch.offers(conditionId, noToken)).toBe('yes');
    await expectFacts('MarketListed');
  });

  it('lists a market again when the venue comes to say which neg-risk event it belongs to', async () => {
    markets.list(listed('open', { negRisk: true }));
    begin();
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed');
    markets.list(listed('open', { negRisk: true, negRiskEvent: '0xevent' }));
    await expectFacts('MarketListed', 'MarketListed');
    expect((await factsOn(ledger)).at(-1)?.data).toMatchObject({ negRiskEvent: '0xevent' });
  });

  it('says which is unknown, the market or the token', async () => {
    begin();
    expect(await watch.offers(conditionId, yesToken)).toBe('no_market');
    markets.list(listed());
    expect(await watch.offers(conditionId, '999')).toBe('no_token');
  });

  it('follows the books of markets that trade, and of no others', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    expect(watch.tradedTokens()).toStrictEqual([yesToken, noToken]);
    const before = changes;
    markets.list(listed('closed'));
    await expectFacts('MarketListed', 'MarketClosed');
    expect(watch.tradedTokens()).toStrictEqual([]);
    expect(changes).toBeGreaterThan(before);
  });

  it('lists a market anew when its terms change', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    markets.list(listed('open', fine));
    await expectFacts('MarketListed', 'MarketListed');
  });

  it('lists a market anew when its old terms come back, and still sees it resolve', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed');
    markets.list(listed('open', fine));
    await expectFacts('MarketListed', 'MarketListed');
    markets.list(listed());
    await expectFacts('MarketListed', 'MarketListed', 'MarketListed');
    markets.resolve(conditionId, resolution);
    await expectFacts('MarketListed', 'MarketListed', 'MarketListed', 'MarketResolved');
  });

  it('believes the chain alone that a market is resolved', async () => {
    markets.list(listed('closed'));
    begin();
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed', 'MarketClosed');

    markets.resolve(conditionId, resolution);
    await expectFacts('MarketListed', 'MarketClosed', 'MarketResolved');
    const [resolved] = (await factsOn(ledger)).slice(-1);
    expect(resolved).toMatchObject({ type: 'MarketResolved', data: resolution });
  });

  it('still knows a market that is over: risk says what is wrong with it', async () => {
    markets.list(listed());
    markets.resolve(conditionId, resolution);
    begin();
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed', 'MarketResolved');
    expect(await watch.offers(conditionId, yesToken)).toBe('yes');
  });

  it('goes on with unresolved markets after a restart', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    await watch.stop();

    markets.resolve(conditionId, resolution);
    begin({ remembered: rows });
    await expectFacts('MarketListed', 'MarketResolved');
  });

  it('lists every market of a small venue when told to', async () => {
    markets.list(listed());
    begin({ discover: true });
    await expectFacts('MarketListed');
  });

  it('sees on the chain that a market resolved while the venue is down', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    markets.setDown(true);
    markets.resolve(conditionId, resolution);
    await expectFacts('MarketListed', 'MarketResolved');
  });

  it('looks again after the venue was down', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    markets.setDown(true);
    markets.list(listed('closed'));
    await expectFacts('MarketListed');
    markets.setDown(false);
    await expectFacts('MarketListed', 'MarketClosed');
  });
});
