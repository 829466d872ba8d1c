/** How payouts end positions, or take a part of them: of resolved markets, and of complete sets. */
import type { MicroShares, MicroUsd } from '../money.js';
import { DUST_SHARES } from '../order.js';
import { leaving, shareOut } from '../share-out.js';
import type { TokenId } from '../vocabulary.js';
import { costOf } from './bookkeeping.js';
import type { MergeSets, SettlePosition } from './commands.js';
import type { Event, ExposureClosed } from './facts.js';
import { closingKey, positionKey, type Position, type State } from './state.js';

/** Shares the payout of a wallet's holdings among the strategies that hold them, to the micro. */
export function settlePosition(
  { accountId, conditionId, holdings, transactionHash, at }: SettlePosition['data'],
  state: State,
): readonly Event[] {
  if (transactionHash !== undefined) {
    const about = { accountId, conditionId, transactionHash, at };
    return isBooked(about, state)
      ? []
      : holdings.flatMap((part) => closePart(about, { ...part, dust: DUST_SHARES }, state));
  }
  return holdings.flatMap(({ tokenId, payoutUsd }) => {
    const positions = (state.holders.get(tokenId) ?? [])
      .map((strategyId) => state.positions.get(positionKey(strategyId, tokenId)))
      .filter((position) => position !== undefined);
    const total = positions.reduce((shares, position) => shares + position.shares, 0n);
    let sharesLeft = total;
    let payoutLeft: bigint = payoutUsd;

    return positions.map(({ strategyId, shares, costUsd }): ExposureClosed => {
      // Each takes its part of what is left, so the parts add up to the whole.
      const proceedsUsd = ((payoutLeft * shares) / sharesLeft) as MicroUsd;
      sharesLeft -= shares;
      payoutLeft -= proceedsUsd;
      const ids = { signalId: '', orderId: '', tradeId: '' };
      const realizedUsd = proceedsUsd - costUsd;
      const reason = payoutUsd > 0n ? 'redeemed' : 'lost';
      return {
        type: 'ExposureClosed',
        data: {
          accountId,
          strategyId,
          conditionId,
          tokenId,
          ...ids,
          shares,
          costUsd,
          proceedsUsd,
          realizedUsd,
          reason,
          at,
        },
      };
    });
  });
}

/** A dollar is shared among the outcomes of its set as they cost, so that none gains by the other. */
export function mergeSets(
  { accountId, conditionId, tokenIds, shares, payoutUsd, transactionHash, at }: MergeSets['data'],
  state: State,
): readonly Event[] {
  const about = { accountId, conditionId, transactionHash, at };
  if (isBooked(about, state)) return [];
  const costs = tokenIds.map((tokenId) => {
    const positions = holdersOf(tokenId, state);
    const held = positions.reduce((total, position) => total + position.shares, 0n);
    const costUsd = positions.reduce((total, position) => total + position.costUsd, 0n);
    return held === 0n ? undefined : (costUsd * shares) / held;
  });
  const known = costs.reduce<bigint>((total, costUsd) => total + (costUsd ?? 0n), 0n);
  // What no strategy holds was bought by hand, for what the others leave of the dollar.
  const unknown = payoutUsd > known ? payoutUsd - known : 0n;
  const weights = costs.map((costUsd) => costUsd ?? unknown);
  const parts = shareOut(
    payoutUsd,
    weights.some((one) => one > 0n) ? weights : weights.map(() => 1n),
  );
  return tokenIds.flatMap((tokenId, index) => {
    const part = { tokenId, shares, payoutUsd: (parts[index] ?? 0n) as MicroUsd, dust: 0n };
    return closePart(about, part, state);
  });
}

type Closing = Pick<SettlePosition['data'], 'accountId' | 'conditionId' | 'at'> & {
  readonly transactionHash: string;
};

const isBooked = ({ conditionId, transactionHash }: Closing, { closings }: State): boolean =>
  closings.has(closingKey(conditionId, transactionHash));

/** Takes so many shares out of all positions alike; those of nobody's take their part of the payout. */
function closePart(
  { accountId, conditionId, transactionHash, at }: Closing,
  {
    tokenId,
    shares,
    payoutUsd,
    dust,
  }: {
    readonly tokenId: TokenId;
    readonly shares: MicroShares;
    readonly payoutUsd: MicroUsd;
    readonly dust: bigint;
  },
  state: State,
): readonly ExposureClosed[] {
  const positions = holdersOf(tokenId, state);
  const gone = leaving(
    shares,
    positions.map((position) => position.shares),
    dust,
  );
  const ours = gone.reduce((total, part) => total + part, 0n);
  const paidUsd = shares > ours ? (payoutUsd * ours) / shares : payoutUsd;
  const paid = shareOut(paidUsd, gone);
  return positions.flatMap((position, index): readonly ExposureClosed[] => {
    const left = (gone[index] ?? 0n) as MicroShares;
    if (left === 0n) return [];
    const costUsd = costOf(position, left);
    const proceedsUsd = (paid[index] ?? 0n) as MicroUsd;
    const { strategyId } = position;
    const ids = { signalId: '', orderId: '', tradeId: transactionHash };
    const numbers = { shares: left, costUsd, proceedsUsd, realizedUsd: proceedsUsd - costUsd };
    const reason = payoutUsd > 0n ? 'redeemed' : 'lost';
    const about = { accountId, strategyId, conditionId, tokenId, ...ids };
    return [{ type: 'ExposureClosed', data: { ...about, ...numbers, reason, at } }];
  });
}

/** In the order of their names, in which others share out as well. */
const holdersOf = (tokenId: TokenId, state: State): readonly Position[] =>
  [...(state.holders.get(tokenId) ?? [])]
    .sort()
    .map((strategyId) => state.positions.get(positionKey(strategyId, tokenId)))
    .filter((position) => position !== undefined);
