import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, marketStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { LOOKED_THROUGH_MAX, markEquity, type EquityMarks } from './mark-equity.js';
import { contextOf, openRisk, silentLog, type OpenRisk } from './testing/open-risk.js';
import { until } from './testing/until.js';
import { whenMarketChanged } from './when-market-changed.js';

const { accountId, conditionId, later, level, quote, strategyId, yesToken } = examples;

/** 40 shares bought for 20 dollars; at 0.60 they are worth 24. */
const bought = [...examples.readyToTrade(), examples.signalApproved(), examples.exposureOpened()];
const at060 = quote({ bids: [level('0.59')], asks: [level('0.61')], at: later(1_000) });

describe('marking equity', () => {
  let risk: OpenRisk;
  let equity: EquityMarks | undefined;
  beforeEach(async () => {
    risk = openRisk();
    await risk.list();
  });
  afterEach(() => equity?.stop());

  const begin = (intervalMs = 2): EquityMarks => {
    const { decisions, quotes, clock } = risk;
    const accounts = () => [accountId];
    equity = markEquity({ decisions, quotes, clock, accounts, intervalMs, log: silentLog });
    return equity;
  };
  const marked = () => risk.written('EquityMarked') as Promise<readonly account.EquityMarked[]>;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

  it('values what is held anew when its book moved', async () => {
    await risk.given(...bought);
    begin();
    await risk.quotes.publish(at060);
    await until(async () => (await marked()).length > 0);
    expect(await marked()).toMatchObject([
      {
        data: {
          strategyId,
          marks: [{ tokenId: yesToken, price: money.price('0.60') }],
          equityUsd: money.usd('10004'),
        },
      },
    ]);
  });

  it('values everything held at a start, for books moved while it was away', async () => {
    await risk.given(...bought);
    await risk.quotes.publish(at060);
    begin();
    await until(async () => (await marked()).length > 0);
  });

  it('writes nothing while nothing moved, and nothing for what nobody holds', async () => {
    await risk.given(...bought);
    begin();
    await risk.quotes.publish(at060);
    await risk.quotes.publish(quote({ ...at060, tokenId: 'another' }));
    await until(async () => (await marked()).length > 0);
    await risk.quotes.publish({ ...at060, at: later(2_000) });
    await pause();
    expect(await marked()).toHaveLength(1);
  });

  it('gives a signal what moved, unless that is more than a signal may wait for', async () => {
    await risk.given(...bought);
    const marks = begin(60_000);
    await pause();
    await risk.quotes.publish(at060);
    const state = await risk.state();
    expect(await marks.of(strategyId, state)).toStrictEqual([
      { tokenId: yesToken, price: money.price('0.60') },
    ]);
    for (let index = 0; index < LOOKED_THROUGH_MAX; index += 1) marks.touch(`other-${index}`);
    expect(await marks.of(strategyId, state)).toStrictEqual([]);
  });

  it('keeps in mind what moved too little, until it adds up', async () => {
    const many = { shares: money.shares('1000'), costUsd: money.usd('500') };
    await risk.given(...examples.readyToTrade(), examples.signalApproved());
    await risk.given(examples.exposureOpened(many));
    const other = { tokenId: 'token-no', tradeId: 'trade-2', ...many };
    await risk.given(examples.exposureOpened(other));
    begin();
    // 0.0005 of 1000 shares are 50 cents: half a basis point of 10,000 dollars.
    const half = { bids: [level('0.500')], asks: [level('0.501')], at: later(1_000) };
    await risk.quotes.publish(quote(half));
    await pause();
    expect(await marked()).toHaveLength(0);
    await risk.quotes.publish(quote({ ...half, tokenId: 'token-no', asks: [level('0.503')] }));
    await until(async () => (await marked()).length > 0);
    expect((await marked())[0]?.data.marks).toHaveLength(2);
  });

  it('has each append caused by its own time, and none of them twice', async () => {
    await risk.given(...bought);
    begin();
    await risk.quotes.publish(at060);
    await until(async () => (await marked()).length === 1);
    risk.clock.pass(1_000);
    const lower = { bids: [level('0.49')], asks: [level('0.51')], at: later(3_000) };
    await risk.quotes.publish(quote(lower));
    await until(async () => (await marked()).length === 2);
    const causes = (await risk.ledger.load(accountStream(accountId))).facts
      .filter(({ type }) => type === 'EquityMarked')
      .map(({ causeId }) => causeId);
    expect(new Set(causes).size).toBe(2);
  });

  it('counts what is held of a market that paid as its payout, whatever its book still says', async () => {
    await risk.given(...bought);
    begin(60_000);
    await risk.quotes.publish(at060);
    const [resolved] = await recordFacts(
      risk.ledger,
      marketStream(conditionId),
      examples.marketResolved(),
    );
    const context = contextOf(risk, equity && { equity });
    for (const reaction of whenMarketChanged) {
      if (reaction.on === 'MarketResolved') await reaction.handle(context, resolved);
    }
    await until(async () => (await marked()).length > 0);
    await risk.quotes.publish({ ...at060, at: later(5_000) });
    equity?.touchMarket(conditionId);
    await pause();
    expect(await marked()).toMatchObject([
      { data: { marks: [{ tokenId: yesToken, price: money.MICROS }] } },
    ]);
  });

  it('gives a signal the marks that are newer than the account’s own', async () => {
    await risk.given(...bought);
    const marks = begin(60_000);
    await risk.quotes.publish(at060);
    const mark = { tokenId: yesToken, price: money.price('0.60') };
    expect(await marks.of(strategyId, await risk.state())).toStrictEqual([mark]);
    expect(await marks.of('another', await risk.state())).toStrictEqual([]);
    await risk.given(examples.equityMarked({ marks: [mark] }));
    expect(await marks.of(strategyId, await risk.state())).toStrictEqual([]);
  });
});
