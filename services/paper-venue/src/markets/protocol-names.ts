/** The names of a protocol-v2 market: a short condition id, and positions counted up from it. */
import type { Hex } from '../chain/venue-chain.js';

const CONDITION_DIGITS = 32;

/** Distinct for distinct questions; the middle of every position id stays zero, as the venue's does. */
export const positionNames = (
  questionId: Hex,
): { readonly conditionId: Hex; readonly positionIds: readonly [string, string] } => {
  const digits = questionId.slice(2, 2 + CONDITION_DIGITS);
  const conditionId: Hex = `0x01${digits}${'0'.repeat(62 - CONDITION_DIGITS)}`;
  const first = BigInt(conditionId);
  return { conditionId, positionIds: [first.toString(), (first + 1n).toString()] };
};
