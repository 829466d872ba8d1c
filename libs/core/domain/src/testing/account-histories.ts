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
export type Happening =
  | ({ readonly kind: 'enter' } & Wish)
  | { readonly kind: 'exit'; readonly pick: number; readonly cents: number; readonly at: number }
  | { readonly kind: 'fill'; readonly pick: number; readonly part: number; readonly paid: number }
  | { readonly kind: 'settle' | 'fail' | 'release'; readonly pick: number }
  | { readonly kind: 'resolve'; readonly market: number; readonly payoutCents: number };

type Wish = {
  readonly strategy: number;
  readonly market: number;
  readonly outcome: number;
  readonly cents: number;
  readonly limitCents: number;
  readonly day: number;
  readonly hasFee: boolean;
};

const pick = fc.nat(1_000);
const market = fc.integer({ min: 1, max: 3 });
const fill = fc.record({
  kind: fc.constant('fill' as const),
  pick,
  part: fc.integer({ min: 1, max: 100 }),
  paid: fc.integer({ min: 0, max: 100 }),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      strategy: fc.nat(1),
      market,
      outcome: fc.nat(1),
      cents: fc.integer({ min: 300, max: 4_700 }),
      limitCents: fc.integer({ min: 1, max: 99 }),
      day: fc.nat(1),
      hasFee: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('exit' as const),
      pick,
      cents: fc.integer({ min: 100, max: 4_700 }),
      at: fc.integer({ min: 1, max: 99 }),
    }),
  },
  { weight: 6, arbitrary: fill },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settle' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fail' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      market,
      payoutCents: fc.constantFrom(0, 50, 100),
    }),
  },
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
};

/** Plays a history for two strategies with these rules, step by step. */
export function* play(
  history: readonly Happening[],
  { rules, sales }: { readonly rules: account.RiskRules; readonly sales: 'may fail' | 'stand' },
): Generator<Step> {
  const beginning: readonly account.Event[] = strategyIds.flatMap((strategyId) => [
    examples.strategyRegistered({ strategyId }),
    examples.riskRulesSet(rules, { strategyId }),
  ]);
  let state = beginning.reduce(account.evolve, account.initialState);
  let shadow = shadowOf(beginning);

  for (const [index, next] of history.entries()) {
    const command = commandFor(next, { index, shadow, sales });
    if (command === undefined) continue;
    const happened = account.decide(command, state);
    const before = state;
    state = happened.reduce(account.evolve, state);
    shadow = shadowOf(happened, shadow);
    yield { command, before, after: state, happened, shadow };
  }
}

function commandFor(
  next: Happening,
  { index, shadow, sales }: { index: number; shadow: Shadow; sales: 'may fail' | 'stand' },
): account.Command | undefined {
  const live = [...shadow.orders.values()].filter((order) => order.live);
  switch (next.kind) {
    case 'enter':
      return enter(next, `signal-${index}`);
    case 'exit': {
      const held = chosen(
        [...shadow.positions.values()].filter(({ settledShares }) => settledShares > 0n),
        next.pick,
      );
      return held && assess(`exit-${index}`, { ...held, ...next, side: 'SELL', day: 0 });
    }
    case 'fill': {
      const order = chosen(
        live.filter(({ remainingShares }) => remainingShares > 0n),
        next.pick,
      );
      return order && fillOf(order, { ...next, tradeId: `trade-${index}` });
    }
    case 'settle': {
      const trade = chosen(
        [...shadow.trades.values()].filter(({ settled, reversed }) => !settled && !reversed),
        next.pick,
      );
      return trade && examples.settleFill({ ...trade.fact.data, side: sideOf(trade.fact) });
    }
    case 'fail': {
      const trade = chosen(
        [...shadow.trades.values()].filter(
          ({ fact, settled, reversed }) =>
            !settled && !reversed && (sales === 'may fail' || sideOf(fact) === 'BUY'),
        ),
        next.pick,
      );
      return trade && examples.reverseFill({ ...trade.fact.data, side: sideOf(trade.fact) });
    }
    case 'release': {
      const order = chosen(live, next.pick);
      return order && examples.releaseReservation(order.approval.signalId);
    }
    case 'resolve':
      return resolve(next, shadow);
  }
}

const enter = (wish: Wish, signalId: string): account.AssessSignal =>
  assess(signalId, {
    ...wish,
    side: 'BUY',
    strategyId: strategyIds[wish.strategy] ?? strategyIds[0],
    conditionId: `condition-${wish.market}`,
    tokenId: `token-${wish.market}-${wish.outcome === 0 ? 'yes' : 'no'}`,
    at: wish.limitCents,
  });

function assess(
  signalId: string,
  asked: Pick<account.Approval, 'side' | 'strategyId' | 'conditionId' | 'tokenId'> & {
    readonly cents: number;
    readonly at: number;
    readonly day: number;
    readonly hasFee?: boolean;
  },
): account.AssessSignal {
  const { side, strategyId, conditionId, tokenId, cents, day } = asked;
  const at = `2026-11-2${day}T12:00:00.000Z`;
  const fee = { rate: ratio(asked.hasFee === true ? '0.07' : '0'), exponent: 1 };
  return examples.assessSignal(
    {
      ...{ signalId, side, strategyId, conditionId, tokenId, observedAt: at },
      reduceOnly: side === 'SELL',
      sizeUsd: usd((cents / 100).toFixed(2)),
      limitPrice: price((asked.at / 100).toFixed(2)),
    },
    {
      at,
      market: examples.marketView({ tokenIds: [tokenId], fee, orderSizeMin: shares('1') }),
    },
  );
}

/** A fill of a part of what is left, for a part of the money promised to those shares. */
export function fillOf(
  { approval, remainingShares, remainingUsd }: ShadowOrder,
  { part, paid, tradeId }: { readonly part: number; readonly paid: number; tradeId: string },
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
  return examples.bookFill({ ...ids, tradeId, shares: filled, amountUsd, feeUsd });
}

/** Both outcomes of a market are paid: the first what is named, the other the rest of a dollar. */
function resolve(
  { market: number, payoutCents }: Extract<Happening, { kind: 'resolve' }>,
  { positions }: Shadow,
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
  return examples.settlePosition({ conditionId: `condition-${number}`, holdings });
}

/** Ends everything: every order is over, and every market pays. */
export function windUp({ after, shadow }: Step): Pick<Step, 'after' | 'shadow'> {
  const releases = [...after.reservations.entries()].map(([id]) => examples.releaseReservation(id));
  const payouts = [1, 2, 3].map((number) =>
    resolve({ kind: 'resolve', market: number, payoutCents: 100 }, shadow),
  );
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
