/**
 * How fast the pure account decider decides, and how little that depends on what the account holds.
 * Every account answers the same signals in turns within one run, so that only the ratios matter.
 * Targets: 100,000 decisions a second while it is empty, 1.3 times the cost at its largest.
 */
import { parseArgs } from 'node:util';
import { account, money } from '@sluice/domain';

const USAGE = `Usage: npm run bench:risk -- [--rounds <number>] [--batch <number>]
  --rounds  how often each account takes its turn (default 40)
  --batch   decisions in one turn (default 5000)`;

const PER_SECOND_MIN = 100_000;
const RATIO_MAX = 1.3;
const AT = '2026-11-22T12:00:00.000Z';
const accountId = 'bench';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    batch: { type: 'string', default: '5000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const rounds = Number(values.rounds);
const batch = Number(values.batch);

const rules = {
  dailyBudgetUsd: money.usd('1000000000'),
  weeklyBudgetUsd: money.usd('2000000000'),
  monthlyBudgetUsd: money.usd('3000000000'),
  maxPositionSizeUsd: money.usd('100'),
  maxTotalExposureUsd: money.usd('1000000000'),
  maxConcurrentPositions: 1_000_000,
  maxSpreadPct: money.ratio('0.05'),
  minLiquidityUsd: money.usd('10'),
  maxEventLossUsd: money.usd('1000000'),
};
const level = (price, shares) => ({ price: money.price(price), shares: money.shares(shares) });
const market = {
  status: 'open',
  tokenIds: ['token-new', 'token-new-no'],
  tickSize: money.price('0.01'),
  orderSizeMin: money.shares('5'),
  fee: { rate: money.ratio('0.02'), exponent: 1 },
  negRiskEvent: 'event-new',
};
const quote = {
  tokenId: 'token-new',
  bids: [level('0.49', '1000'), level('0.48', '2000')],
  asks: [level('0.50', '30'), level('0.51', '1000'), level('0.52', '2000')],
  at: AT,
};

const strategyIds = (count) => Array.from({ length: count }, (_, index) => `strategy-${index}`);

/** An account as its facts leave it: every position was approved, filled and settled. */
function accountWith(strategies, positions) {
  const ids = strategyIds(strategies);
  let state = ids.reduce((before, strategyId) => {
    const signed = { accountId, strategyId, by: 'bench', at: AT };
    const facts = [
      { type: 'StrategyRegistered', data: { ...signed, capitalUsd: money.usd('100000000') } },
      { type: 'RiskRulesSet', data: { ...signed, rules, version: 1, why: 'bench' } },
    ];
    return facts.reduce(account.evolve, before);
  }, account.initialState);
  const observed = { accountId, freeUsd: money.usd('100000000000'), at: AT };
  state = account.evolve(state, { type: 'CollateralObserved', data: observed });
  for (let index = 0; index < positions; index += 1) {
    for (const fact of bought(index, ids[index % strategies])) state = account.evolve(state, fact);
  }
  return state;
}

function bought(index, strategyId) {
  const [signalId, tokenId, conditionId] = [`s-${index}`, `t-${index}`, `c-${index}`];
  const ids = { accountId, strategyId, signalId, conditionId, tokenId };
  const fill = { ...ids, orderId: `o-${index}`, tradeId: 't', shares: money.shares('40'), at: AT };
  const costUsd = money.usd('20');
  const negRiskEvent = `event-${index % 1000}`;
  const decision = {
    ...{ checks: [], rulesVersion: 1, quote },
    market: { ...market, negRiskEvent, tokenIds: [tokenId, `n-${index}`] },
  };
  const approval = {
    ...{ ...ids, side: 'BUY', orderType: 'FAK', limitPrice: money.price('0.5') },
    ...{ sizeUsd: costUsd, shares: fill.shares, reservedUsd: costUsd, fee: market.fee },
    ...{ dayKey: 'day/2026-11-22', reduceOnly: false, decision, observedAt: AT, at: AT },
  };
  return [
    { type: 'SignalApproved', data: approval },
    { type: 'ExposureOpened', data: { ...fill, costUsd, releasedUsd: costUsd } },
    { type: 'ExposureSettled', data: fill },
    {
      type: 'ReservationReleased',
      data: { accountId, strategyId, signalId, releasedUsd: 0n, releasedShares: 0n, at: AT },
    },
  ];
}

/** Signals for strategies all over the account. */
function signalsFor(strategies) {
  return Array.from({ length: 64 }, (_, index) => ({
    type: 'AssessSignal',
    data: {
      signal: {
        ...{ signalId: `new-${index}`, source: 'bench', externalId: `new-${index}`, accountId },
        strategyId: `strategy-${Math.floor((index * strategies) / 64)}`,
        ...{ conditionId: 'condition-new', tokenId: 'token-new', side: 'BUY', orderType: 'FAK' },
        ...{ sizeUsd: money.usd('20'), limitPrice: money.price('0.51'), reduceOnly: false },
        ...{ observedAt: AT, receivedAt: AT },
      },
      ...{ market, quote, at: AT },
    },
  }));
}

function take({ state, commands }) {
  const startedNs = process.hrtime.bigint();
  let approved = 0;
  for (let index = 0; index < batch; index += 1) {
    const [fact] = account.decide(commands[index % commands.length], state);
    if (fact.type === 'SignalApproved') approved += 1;
  }
  const tookNs = Number(process.hrtime.bigint() - startedNs);
  if (approved !== batch) throw new Error(`only ${approved} of ${batch} signals were approved`);
  return tookNs / batch;
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];

process.stderr.write('building the accounts …\n');
const accounts = [1, 1_000, 10_000].flatMap((strategies) =>
  [0, 100_000].map((positions) => ({
    ...{ strategies, positions, costs: [] },
    state: accountWith(strategies, positions),
    commands: signalsFor(strategies),
  })),
);
for (let round = -5; round < rounds; round += 1) {
  for (const each of accounts) {
    const costNs = take(each);
    // The first rounds are for the compiler.
    if (round >= 0) each.costs.push(costNs);
  }
}

const [empty, ...others] = accounts;
const ratios = accounts.map((each) =>
  median(each.costs.map((cost, round) => cost / empty.costs[round])),
);
const rows = accounts.map(({ strategies, positions, costs }, index) => {
  const ns = median(costs);
  return {
    strategies: strategies.toLocaleString('en'),
    'open positions': positions.toLocaleString('en'),
    'decisions/s': Math.round(1e9 / ns).toLocaleString('en'),
    'µs each': (ns / 1_000).toFixed(2),
    'cost / empty': ratios[index].toFixed(2),
  };
});
console.table(rows);
const perSecond = 1e9 / median(empty.costs);
const worst = Math.max(...ratios);
const said = (met) => (met ? 'met' : 'MISSED');
console.log(
  `an empty account: ${Math.round(perSecond).toLocaleString('en')} decisions/s, ` +
    `at least ${PER_SECOND_MIN.toLocaleString('en')}: ${said(perSecond >= PER_SECOND_MIN)}`,
);
console.log(
  `the dearest of ${others.length} others: ${worst.toFixed(2)} times that cost, ` +
    `at most ${RATIO_MAX}: ${said(worst <= RATIO_MAX)}`,
);
process.exitCode = perSecond >= PER_SECOND_MIN && worst <= RATIO_MAX ? 0 : 1;
