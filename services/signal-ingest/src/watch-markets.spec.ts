import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact, type market } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { ListedMarket, Resolution } from '@sluice/ports';
import { Decisions } from '@sluice/reactions';
import { createLogger } from '@sluice/runtime';
import {
  UNREADABLE,
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

  const begin = ({
    discover = false,
    remembered = [] as typeof rows,
    intervalMs = 2,
  } = {}): void => {
    watch = watchMarkets({
      decisions: new Decisions(ledger),
      marketData: markets,
      resolutions: markets,
      hints: markets,
      database: { query: () => Promise.resolve(remembered) } as unknown as DataSource,
      log: createLogger('signal-ingest', 'silent'),
      onChange: () => void (changes += 1),
      ...{ clock, discover, intervalMs },
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

  it('sees a closed market trade again, on the terms it has then, and close once more', async () => {
    markets.list(listed('closed'));
    begin();
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed', 'MarketClosed');
    markets.list(listed('open', fine));
    const reopened = ['MarketListed', 'MarketClosed', 'MarketReopened', 'MarketListed'] as const;
    await expectFacts(...reopened);
    expect(watch.tradedTokens()).toStrictEqual([yesToken, noToken]);
    markets.list(listed('closed', fine));
    await expectFacts(...reopened, 'MarketClosed');
  });

  it('tells how far the resolution has come, of a market that trades and of one that closed', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    const since = examples.later(-60_000);
    markets.hint({ conditionId, status: 'proposed', since });
    await expectFacts('MarketListed', 'MarketProgressed');
    markets.hint({ conditionId, status: 'disputed' });
    await expectFacts('MarketListed', 'MarketProgressed', 'MarketDisputed');
    markets.list(listed('closed'));
    const closed = ['MarketListed', 'MarketProgressed', 'MarketDisputed', 'MarketClosed'] as const;
    await expectFacts(...closed);
    markets.hint({ conditionId, status: 'reproposed' });
    await expectFacts(...closed, 'MarketDisputeEnded');
    expect((await factsOn(ledger))[1]?.data).toMatchObject({ status: 'proposed', since });
  });

  it('believes no hint that a market is resolved, whoever gives it', async () => {
    markets.list(listed('closed'));
    begin();
    await watch.offers(conditionId, yesToken);
    markets.hint({ conditionId, status: 'resolved' });
    watch.lookAt(conditionId);
    await expectFacts('MarketListed', 'MarketClosed');
  });

  it('believes no hint that a market is open again once the chain has paid it', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    markets.resolve(conditionId, resolution);
    await expectFacts('MarketListed', 'MarketResolved');
    watch.lookAt(conditionId);
    await expectFacts('MarketListed', 'MarketResolved');
  });

  it('passes over what it cannot believe, and over what the chain cannot be asked about', async () => {
    markets.list(listed());
    markets.list(listed('open', { conditionId: UNREADABLE }));
    markets.mumble(conditionId, 'status: Invalid option');
    begin();
    await watch.offers(UNREADABLE, yesToken);
    await watch.offers(conditionId, yesToken);
    await expectFacts('MarketListed', 'MarketListed');
    markets.resolve(conditionId, resolution);
    await expectFacts('MarketListed', 'MarketListed', 'MarketResolved');
  });

  it('pays a market in halves as the chain does', async () => {
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    const halves = { payoutNumerators: [1n, 1n], payoutDenominator: 2n };
    markets.resolve(conditionId, { ...resolution, ...halves });
    await expectFacts('MarketListed', 'MarketResolved');
    expect((await factsOn(ledger)).at(-1)?.data).toMatchObject(halves);
  });

  it('goes on listing while the node is away, and sees the payout when it is back', async () => {
    markets.setChainDown(true);
    markets.list(listed());
    begin();
    await watch.offers(conditionId, yesToken);
    markets.resolve(conditionId, resolution);
    markets.list(listed('closed'));
    await expectFacts('MarketListed', 'MarketClosed');
    markets.setChainDown(false);
    await expectFacts('MarketListed', 'MarketClosed', 'MarketResolved');
  });

  it('looks at once at a market of which somebody says that it resolved', async () => {
    markets.list(listed('closed'));
    begin({ intervalMs: 60_000 });
    await watch.offers(conditionId, yesToken);
    await aMoment();
    markets.resolve(conditionId, resolution);
    await aMoment();
    expect(await happened()).toStrictEqual(['MarketListed', 'MarketClosed']);
    watch.lookAt(conditionId);
    await expectFacts('MarketListed', 'MarketClosed', 'MarketResolved');
  });

  it('asks for ten thousand markets in a bounded number of requests a turn', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      condition_id: `0x${String(index)}`,
      token_ids: [yesToken, noToken],
      status: index % 2 === 0 ? 'open' : 'closed',
    }));
    begin({ remembered: many, intervalMs: 60_000 });
    await aMoment();
    const { resolutions, hints, listing: listings } = markets.asked;
    expect(resolutions).toStrictEqual(Array.from({ length: 10 }, () => 100));
    expect(hints).toStrictEqual(Array.from({ length: 5 }, () => 20));
    expect(listings).toHaveLength(50);
  });
});
