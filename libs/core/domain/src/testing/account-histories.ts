/**
 * Random histories of an account that could have happened: orders fill only while they are live, for
 * no more shares and no more money than was promised, and only what is not final can fail.
 */
import fc from 'fast-check';
import * as account from '../account.js';
import { takerFeeMax } from '../fee.js';
import { cost, decimal, price, ratio, shares, usd } from '../money.js';
import { shadowOf, type Shadow, type ShadowOrder } from './account-shadow.js';
import * as examples from './examples/index.js';

export const strategyIds = ['strategy-1', 'strategy-2'] as const;

/** Something that happens to an account; `pick` chooses among what it can happen to. */
export type Happening = { readonly minutesLater: number } & (
  | ({ readonly kind: 'enter' } & Wish)
  | { readonly kind: 'exit'; readonly pick: number; readonly cents: number; readonly price: number }
  | { readonly kind: 'fill'; readonly pick: number; readonly part: number; readonly paid: number }
  | { readonly kind: 'settle' | 'fail' | 'release'; readonly pick: number }
  | { readonly kind: 'resolve'; readonly market: number; readonly payoutCents: number }
  | {
      readonly kind: 'merge' | 'sweep';
      readonly market: number;
      readonly cents: number;
      readonly number: number;
    }
  | { readonly kind: 'mark'; readonly pick: number; readonly cents: number }
  | { readonly kind: 'observe'; readonly dollars: number }
  | { readonly kind: 'operate'; readonly strategy: number; readonly operation: Operation }
  | { readonly kind: 'tick' }
);

const operations = ['pause', 'resume', 'trip', 'clear', 'kill', 'revive', 'reset'] as const;
type Operation = (typeof operations)[number];

type Wish = {
  readonly strategy: number;
  readonly market: number;
  readonly outcome: number;
  readonly cents: number;
  readonly limitCents: number;
  readonly hasFee: boolean;
  readonly hasThinBook: boolean;
};

const pick = fc.nat(1_000);
const market = fc.integer({ min: 1, max: 3 });
const minutesLater = fc.oneof(
  { weight: 6, arbitrary: fc.nat(2) },
  { weight: 1, arbitrary: fc.nat(1_500) },
);
const happens = <Kind extends Happening['kind'], Rest extends object>(
  kind: Kind,
  rest: { readonly [Name in keyof Rest]: fc.Arbitrary<Rest[Name]> },
) => fc.record({ kind: fc.constant(kind), minutesLater, ...rest }) as fc.Arbitrary<Happening>;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: happens('enter', {
      strategy: fc.nat(1),
      market,
      outcome: fc.nat(1),
      cents: fc.integer({ min: 300, max: 4_700 }),
      limitCents: fc.integer({ min: 1, max: 99 }),
      hasFee: fc.boolean(),
      hasThinBook: fc.nat(9).map((one) => one === 0),
    }),
  },
  {
    weight: 5,
    arbitrary: happens('exit', {
      pick,
      cents: fc.integer({ min: 100, max: 4_700 }),
      price: fc.integer({ min: 1, max: 99 }),
    }),
  },
  {
    weight: 8,
    arbitrary: happens('fill', {
      pick,
      part: fc.integer({ min: 1, max: 100 }),
      paid: fc.integer({ min: 0, max: 100 }),
    }),
  },
  { weight: 5, arbitrary: happens('settle', { pick }) },
  { weight: 2, arbitrary: happens('fail', { pick }) },
  { weight: 1, arbitrary: happens('release', { pick }) },
  {
    weight: 1,
    arbitrary: happens('resolve', { market, payoutCents: fc.constantFrom(0, 50, 100) }),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      happens('merge', { market, cents: fc.integer({ min: 1, max: 4_700 }), number: fc.nat(2) }),
      happens('sweep', { market, cents: fc.integer({ min: 1, max: 4_700 }), number: fc.nat(2) }),
    ),
  },
  { weight: 2, arbitrary: happens('mark', { pick, cents: fc.nat(100) }) },
  { weight: 1, arbitrary: happens('observe', { dollars: fc.integer({ min: 20, max: 200 }) }) },
  {
    weight: 1,
    arbitrary: happens('operate', {
      strategy: fc.nat(1),
      operation: fc.constantFrom(...operations, 'resume', 'clear', 'revive'),
    }),
  },
  { weight: 1, arbitrary: happens('tick', {}) },
);

export const happenings = fc.array(happening, { minLength: 20, maxLength: 60 });

export type Step = {
  readonly command: account.Command;
  /** The state before the command, and after its facts. */
  readonly before: account.State;
  readonly after: account.State;
  /** What its facts were, and all facts until then added up. */
  readonly happened: readonly account.Event[];
  readonly shadow: Shadow;
  readonly nowMs: number;
};

/** Plays a history for two strategies with these rules, step by step. */
export function* play(
  history: readonly Happening[],
  { rules, sales }: { readonly rules: account.RiskRules; readonly sales: 'may fail' | 'stand' },
): Generator<Step> {
  const beginning: readonly account.Event[] = strategyIds.flatMap((strategyId) => [
    examples.strategyRegistered({ strategyId, capitalUsd: usd('300') }),
    examples.riskRulesSet(rules, { strategyId }),
  ]);
  let nowMs = Date.parse(examples.at);
  let state = beginning.reduce(account.evolve, account.initialState);
  let shadow = shadowOf(beginning);

  for (const [index, next] of history.entries()) {
    nowMs += next.minutesLater * 60_000;
    const at = new Date(nowMs).toISOString();
    const command = commandFor(next, { index, shadow, sales, at });
    if (command === undefined) continue;
    const happened = account.decide(command, state);
    const before = state;
    state = happened.reduce(account.evolve, state);
    shadow = shadowOf(happened, shadow);
    yield { command, before, after: state, happened, shadow, nowMs };
  }
}

type Around = {
  readonly index: number;
  readonly shadow: Shadow;
  readonly sales: 'may fail' | 'stand';
  readonly at: string;
};

function commandFor(
  next: Happening,
  { index, shadow, sales, at }: Around,
): account.Command | undefined {
  const live = [...shadow.orders.values()].filter((order) => order.live);
  const held = [...shadow.positions.values()].filter(({ shares: size }) => size > 0n);
  switch (next.kind) {
    case 'enter':
      return enter(next, `signal-${index}`, at);
    case 'exit': {
      const position = chosen(
        held.filter(({ settledShares }) => settledShares > 0n),
        next.pick,
      );
      const wish = { cents: next.cents, limitCents: next.price, side: 'SELL' } as const;
      return position && assess(`exit-${index}`, { ...position, ...wish }, at);
    }
    case 'fill': {
      const order = chosen(
        live.filter(({ remainingShares }) => remainingShares > 0n),
        next.pick,
      );
      return order && fillOf(order, { ...next, tradeId: `trade-${index}`, at });
    }
    case 'settle': {
      const trade = chosen(
        [...shadow.trades.values()].filter(({ settled, reversed }) => !settled && !reversed),
        next.pick,
      );
      return trade && examples.settleFill({ ...trade.fact.data, side: sideOf(trade.fact), at });
    }
    case 'fail': {
      const trade = chosen(
        [...shadow.trades.values()].filter(
          ({ fact, settled, reversed }) =>
            !settled && !reversed && (sales === 'may fail' || sideOf(fact) === 'BUY'),
        ),
        next.pick,
      );
      return trade && examples.reverseFill({ ...trade.fact.data, side: sideOf(trade.fact), at });
    }
    case 'release': {
      const order = chosen(live, next.pick);
      return order && examples.releaseReservation(order.approval.signalId, { at });
    }
    case 'resolve':
      return resolve(next, shadow, at);
    case 'merge': {
      const transactionHash = `0xmerge-${next.number}`;
      const tokenIds = [`token-${next.market}-yes`, `token-${next.market}-no`];
      const [sets, payoutUsd] = [shares(dollars(next)), usd(dollars(next))];
      const about = { conditionId: `condition-${next.market}`, tokenIds, transactionHash };
      return examples.mergeSets({ ...about, shares: sets, payoutUsd, at });
    }
    case 'sweep': {
      const transactionHash = `0xsweep-${next.number}`;
      const tokenId = `token-${next.market}-yes`;
      const size = shares(dollars(next));
      const holdings = [{ tokenId, shares: size, payoutUsd: usd(dollars(next)) }];
      const about = { conditionId: `condition-${next.market}`, transactionHash };
      return examples.settlePosition({ ...about, holdings, at });
    }
    case 'mark': {
      const position = chosen(held, next.pick);
      if (position === undefined) return undefined;
      const { strategyId, tokenId } = position;
      const marks = [{ tokenId, price: BigInt(next.cents) * 10_000n }];
      return examples.markEquity({ strategyId, marks, at });
    }
    case 'observe':
      return examples.observeCollateral(usd(String(next.dollars)));
    case 'operate':
      return operate(next.operation, strategyIds[next.strategy] ?? strategyIds[0], at);
    case 'tick':
      return examples.passTime(at);
  }
}

const dollars = ({ cents }: { readonly cents: number }): string => (cents / 100).toFixed(2);

function operate(operation: Operation, strategyId: string, at: string): account.Command {
  switch (operation) {
    case 'pause':
      return examples.pauseStrategy({ strategyId, at });
    case 'resume':
      return examples.resumeStrategy({ strategyId, at });
    case 'trip':
      return examples.tripBreaker({ strategyId, at });
    case 'clear':
      return examples.clearBreaker({ strategyId, at });
    case 'kill':
      return examples.killStrategy({ strategyId, at });
    case 'revive':
      return examples.releaseStrategy({ strategyId, at });
    case 'reset':
      return examples.resetPeak({ strategyId, at });
  }
}

const enter = (wish: Wish, signalId: string, at: string): account.AssessSignal =>
  assess(
    signalId,
    {
      ...wish,
      side: 'BUY',
      strategyId: strategyIds[wish.strategy] ?? strategyIds[0],
      conditionId: `condition-${wish.market}`,
      tokenId: `token-${wish.market}-${wish.outcome === 0 ? 'yes' : 'no'}`,
    },
    at,
  );

function assess(
  signalId: string,
  asked: Pick<account.Approval, 'side' | 'strategyId' | 'conditionId' | 'tokenId'> & {
    readonly cents: number;
    readonly limitCents: number;
    readonly hasFee?: boolean;
    readonly hasThinBook?: boolean;
  },
  at: string,
): account.AssessSignal {
  const { side, strategyId, conditionId, tokenId, cents } = asked;
  const fee = { rate: ratio(asked.hasFee === true ? '0.07' : '0'), exponent: 1 };
  const number = conditionId.slice('condition-'.length);
  const tokenIds = [`token-${number}-yes`, `token-${number}-no`];
  const market = { tokenIds, fee, orderSizeMin: shares('1'), negRiskEvent: 'event-1' };
  const offered = asked.hasThinBook === true ? '1' : '100000';
  return examples.assessSignal(
    {
      ...{ signalId, side, strategyId, conditionId, tokenId, observedAt: at },
      reduceOnly: side === 'SELL',
      sizeUsd: usd((cents / 100).toFixed(2)),
      limitPrice: price((asked.limitCents / 100).toFixed(2)),
    },
    {
      at,
      market: examples.marketView(market),
      quote: examples.quote({ tokenId, at, asks: [examples.level('0.50', offered)] }),
    },
  );
}

/** A fill of a part of what is left, for a part of the money promised to those shares. */
export function fillOf(
  { approval, remainingShares, remainingUsd }: ShadowOrder,
  {
    part,
    paid,
    tradeId,
    at = examples.at,
  }: { readonly part: number; readonly paid: number; tradeId: string; at?: string },
): account.RecordFill {
  const { signalId, strategyId, conditionId, tokenId, side, limitPrice, fee } = approval;
  const exact = (remainingShares * BigInt(part)) / 100n;
  const filled = shares(decimal(exact > 0n ? exact : 1n));
  const left = shares(decimal(remainingShares - filled));
  const promised =
    side === 'BUY'
      ? remainingUsd - cost(left, limitPrice) - takerFeeMax(left, limitPrice, fee)
      : filled;
  const paidInAll = promised > 0n ? (promised * BigInt(paid)) / 100n : 0n;
  const feeUsd = usd(decimal(paidInAll / 50n));
  const amountUsd = usd(decimal(paidInAll - feeUsd));
  const ids = { signalId, strategyId, conditionId, tokenId, side, orderId: `order-${signalId}` };
  return examples.bookFill({ ...ids, tradeId, shares: filled, amountUsd, feeUsd, at });
}

/** Both outcomes of a market are paid: the first what is named, the other the rest of a dollar. */
function resolve(
  { market: number, payoutCents }: { readonly market: number; readonly payoutCents: number },
  { positions }: Shadow,
  at = examples.at,
): account.SettlePosition {
  const holdings = (['yes', 'no'] as const).map((outcome) => {
    const tokenId = `token-${number}-${outcome}`;
    const held = [...positions.values()]
      .filter((position) => position.tokenId === tokenId)
      .reduce((sum, position) => sum + position.shares, 0n);
    const cents = BigInt(outcome === 'yes' ? payoutCents : 100 - payoutCents);
    const payoutUsd = usd(decimal((held * cents) / 100n));
    return { tokenId, shares: shares(decimal(held)), payoutUsd };
  });
  return examples.settlePosition({ conditionId: `condition-${number}`, holdings, at });
}

/** Ends everything: every order is over, and every market pays. */
export function windUp({ after, shadow }: Step): Pick<Step, 'after' | 'shadow'> {
  const releases = [...after.reservations.entries()].map(([id]) => examples.releaseReservation(id));
  const payouts = [1, 2, 3].map((number) => resolve({ market: number, payoutCents: 100 }, shadow));
  let end = { after, shadow };
  for (const command of [...releases, ...payouts]) {
    const happened = account.decide(command, end.after);
    end = {
      after: happened.reduce(account.evolve, end.after),
      shadow: shadowOf(happened, end.shadow),
    };
  }
  return end;
}

const sideOf = (fact: account.ExposureOpened | account.ExposureClosed): 'BUY' | 'SELL' =>
  fact.type === 'ExposureOpened' ? 'BUY' : 'SELL';

const chosen = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % Math.max(items.length, 1)];
