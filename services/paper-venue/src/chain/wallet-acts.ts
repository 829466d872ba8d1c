/** Which of a wallet's transactions split, merged or redeemed, in which market, and for how much. */
import type { ChainAccess } from './chain-access.js';
import { positionMoves, type PositionMove } from './position-moves.js';
import { reportOf, type Report } from './resolve-market.js';
import type { Address, Condition, WalletAct } from './venue-chain.js';

/** Oldest first. Trades are not told apart from what the venue did not settle: it knows its own. */
export async function walletActs(
  chain: ChainAccess,
  wallet: Address,
  conditions: readonly Condition[],
): Promise<readonly WalletAct[]> {
  const moves = await positionMoves(chain, wallet);
  const acts: WalletAct[] = [];
  for (const condition of conditions) {
    const own = moves.filter(({ tokens }) => condition.tokenIds.some((id) => tokens.has(id)));
    if (own.length === 0) continue;
    const report = await reportOf(chain, condition.conditionId);
    for (const move of own) acts.push(...(actIn(move, condition, report) ?? []));
  }
  return acts.toSorted((one, other) => one.atMs - other.atMs);
}

/** Undefined for a trade or a gift, which move one outcome. What leaves after the end is redeemed. */
export function actIn(
  { tokens, microUsd, transactionHash, blockNumber, atMs }: PositionMove,
  { conditionId, tokenIds }: Condition,
  report: Report | undefined,
): readonly WalletAct[] | undefined {
  const [yes, no] = [tokens.get(tokenIds[0]) ?? 0n, tokens.get(tokenIds[1]) ?? 0n];
  const told = { conditionId, transactionHash, atMs };
  if (yes > 0n && yes === no && microUsd < 0n) {
    return [{ ...told, type: 'SPLIT', shares: yes, microUsd: yes }];
  }
  if (yes > 0n || no > 0n || yes + no === 0n) return undefined;
  if (report !== undefined && blockNumber >= report.resolution.blockNumber) {
    const [first = 0n, second = 0n] = report.payouts;
    const parts = first + second;
    const paid = (-yes * first) / parts + (-no * second) / parts;
    return [{ ...told, type: 'REDEEM', shares: -yes - no, microUsd: paid }];
  }
  if (yes !== no) return undefined;
  return [{ ...told, type: 'MERGE', shares: -yes, microUsd: -yes }];
}
