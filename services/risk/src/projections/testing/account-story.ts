/** Four days of two accounts: everything that can happen to a strategy happens in them at least once. */
import { account, money } from '@sluice/domain';
import { examples, factsOf } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { recorded } from './account-streams.js';

const { assessSignal, bookFill, bookSale, exitSignal, later, level, markEquity } = examples;
const { passTime, quote, registerStrategy, setRiskRules, settleFill } = examples;
const { price, ratio, shares, usd } = money;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

type Wish = Parameters<typeof assessSignal>[0];

/** A signal of its own market, seen and assessed at a time. */
function enter(number: number, ms: number, wish: Wish = {}, around = {}): account.AssessSignal {
  const at = later(ms);
  const ids = { signalId: `signal-${number}`, conditionId: `condition-${number}` };
  const book = { quote: quote({ at }), at, ...around };
  return assessSignal({ ...ids, observedAt: at, receivedAt: at, ...wish }, book);
}

const filled = (number: number, ms: number, data: Partial<account.RecordFill['data']> = {}) =>
  bookFill({ ...idsOf(number), at: later(ms), ...data });
const idsOf = (number: number) => ({
  ...{ signalId: `signal-${number}`, orderId: `order-${number}`, tradeId: `trade-${number}` },
  conditionId: `condition-${number}`,
});
const settled = (number: number, ms: number) => settleFill({ ...idsOf(number), at: later(ms) });
const released = (number: number, ms: number, rejected = false): account.ReleaseReservation => ({
  type: 'ReleaseReservation',
  data: { signalId: `signal-${number}`, rejected, at: later(ms) },
});
const marked = (cents: string, ms: number) =>
  markEquity({ marks: [{ tokenId: examples.yesToken, price: price(cents) }], at: later(ms) });

const signed = (ms: number, why: string) => ({ by: 'ana', why, at: later(ms) });

const firstDay: readonly account.Command[] = [
  registerStrategy(),
  registerStrategy({ strategyId: 'strategy-2', capitalUsd: usd('500') }),
  enter(0, 0),
  setRiskRules({
    ...{ dailyBudgetUsd: usd('100'), weeklyBudgetUsd: usd('400'), maxLatencyMs: 1_000 },
    ...{ timeZone: 'America/New_York', drawdownResumeThresholdPct: ratio('0.5') },
    ...{ maxPositionSizeUsd: usd('50'), maxPositionsPerMarket: 2 },
  }),
  setRiskRules(
    { useVolatilityAdjustment: true, onOversize: 'clip', fixedUsd: usd('30') },
    { strategyId: 'strategy-2', at: later(1), why: 'first limits of the second' },
  ),
  examples.observeCollateral(usd('5000')),
  enter(1, 1_000),
  filled(1, 2_000, { shares: shares('10'), amountUsd: usd('5') }),
  filled(1, 3_000, { tradeId: 'trade-1b', shares: shares('30'), amountUsd: usd('15.60') }),
  settled(1, 4_000),
  released(1, 5_000),
  marked('0.40', 6_000),
  enter(2, 7_000, { strategyId: 'strategy-2', sizeUsd: usd('3') }),
  released(2, 8_000, true),
  enter(3, 9_000, { sizeUsd: usd('60') }),
  ...[0, 1, 2].map((breach) =>
    enter(4 + breach, 10_000 + breach, {}, { quote: quote({ asks: [level('0.50', '1')] }) }),
  ),
  enter(7, 11_000),
  passTime(later(11 * MINUTE_MS)),
  // Sold at a loss, reversed, and sold again.
  assessSignal(exitSignal({ observedAt: later(12 * MINUTE_MS), conditionId: 'condition-1' }), {
    at: later(12 * MINUTE_MS),
  }),
  bookSale({
    ...{ conditionId: 'condition-1', shares: shares('10'), amountUsd: usd('2') },
    at: later(13 * MINUTE_MS),
  }),
  examples.reverseFill({
    ...{ side: 'SELL', signalId: 'exit-1', orderId: 'exit-order-1', tradeId: 'exit-trade-1' },
    at: later(14 * MINUTE_MS),
  }),
];

const secondDay: readonly account.Command[] = [
  setRiskRules(
    { dailyBudgetUsd: usd('60'), maxConsecutiveLosses: 1, budgetWindow: 'rolling' },
    { ...signed(15 * MINUTE_MS, 'stricter, from tomorrow'), effectiveAt: later(DAY_MS) },
  ),
  enter(10, DAY_MS + 1_000),
  filled(10, DAY_MS + 2_000),
  settled(10, DAY_MS + 3_000),
  released(10, DAY_MS + 3_500),
  marked('0.10', DAY_MS + 4_000),
  examples.settlePosition({
    conditionId: 'condition-10',
    holdings: [{ tokenId: examples.yesToken, shares: shares('80'), payoutUsd: money.noUsd }],
    at: later(DAY_MS + 5_000),
  }),
  enter(11, DAY_MS + 6_000),
  { type: 'ResumeStrategy', data: { ...placed(), ...signed(DAY_MS + 7_000, 'looked at it') } },
  { type: 'PauseStrategy', data: { ...placed(), ...signed(DAY_MS + 8_000, 'lunch') } },
  enter(12, DAY_MS + 9_000),
  { type: 'ResumeStrategy', data: { ...placed(), ...signed(DAY_MS + 10_000, 'back') } },
  { type: 'ResetPeak', data: { ...placed(), ...signed(DAY_MS + 11_000, 'past is past') } },
  examples.killStrategy({ ...signed(DAY_MS + 12_000, 'strange'), flatten: true }),
  enter(13, DAY_MS + 13_000),
  { type: 'ReleaseStrategy', data: { ...placed(), ...signed(DAY_MS + 14_000, 'not strange') } },
];

const lastDays: readonly account.Command[] = [
  examples.tripBreaker({
    ...{ strategyId: undefined, kind: 'ledger_lag', until: later(2 * DAY_MS + MINUTE_MS) },
    ...signed(2 * DAY_MS, 'the ledger lags 6 s'),
  }),
  examples.tripBreaker({ ...placed(), ...signed(2 * DAY_MS + 1, 'a feeling') }),
  enter(20, 2 * DAY_MS + 1_000),
  enter(21, 2 * DAY_MS + 1_000, { strategyId: 'strategy-2' }),
  passTime(later(2 * DAY_MS + 2 * MINUTE_MS)),
  examples.clearBreaker({ ...placed(), ...signed(2 * DAY_MS + 3 * MINUTE_MS, 'calm') }),
  examples.killAccount({ ...signed(2 * DAY_MS + 4 * MINUTE_MS, 'the feed is wrong') }),
  enter(22, 2 * DAY_MS + 5 * MINUTE_MS, { strategyId: 'strategy-2' }),
  { type: 'ReleaseAccount', data: { ...account1(), ...signed(2.1 * DAY_MS, 'the feed is right') } },
  enter(23, 2.2 * DAY_MS, { strategyId: 'strategy-2', observedAt: later(2 * DAY_MS) }),
  enter(24, 2.3 * DAY_MS, { sizeUsd: usd('10') }),
  filled(24, 2.4 * DAY_MS, { shares: shares('10'), amountUsd: usd('5.50') }),
  passTime(later(3.3 * DAY_MS)),
];

function placed() {
  return { ...account1(), strategyId: examples.strategyId };
}
function account1() {
  return { accountId: examples.accountId };
}

/** What the second account does: it registers a name that is taken, and steers what is not its own. */
const other = { accountId: 'account-2' };
const otherAccount: readonly account.Event[] = [
  examples.strategyRegistered(other),
  examples.strategyRegistered({ ...other, strategyId: 'strategy-3' }),
  examples.riskRulesSet({}, { ...other, why: 'not its strategy' }),
  examples.strategyPaused({ ...other, at: later(5) }),
  examples.equityMarked({ ...other, equityUsd: usd('1') }),
  examples.accountKilled(other),
];

/** Both accounts, each fact of the other after one of the first. */
export function accountStory(): readonly Recorded<account.Event>[] {
  const facts = factsOf(account.decider, [...firstDay, ...secondDay, ...lastDays]);
  const mixed = facts.flatMap((fact, index) => [fact, ...otherAccount.slice(index, index + 1)]);
  return recorded(...mixed);
}
