/** Ids the venue knows before the chain does: of neg-risk events, their questions, and protocol-v2 markets. */
import { encodeAbiParameters, keccak256, numberToHex, stringToHex } from 'viem';
import { operator } from './venue-addresses.js';
import type { Hex } from './venue-chain.js';

const CONDITION_DIGITS = 32;
const LAST_BYTE = 255n;
/** The bits a PositionManager id leaves empty, by which it is told from a conditional token's. */
const EMPTY_BITS = ((1n << 64n) - 1n) << 40n;

/** As the neg-risk adapter computes it from oracle, fee and data; the last byte is free for questions. */
export const negRiskMarketId = (event: string): Hex => {
  const packed = encodeAbiParameters(
    [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }],
    [operator.address, 0n, stringToHex(event)],
  );
  return toHex32(BigInt(keccak256(packed)) & ~LAST_BYTE);
};

/** `index` counts the questions of the event from 0. */
export const negRiskQuestionId = (marketId: Hex, index: number): Hex =>
  toHex32(BigInt(marketId) | BigInt(index));

export const negRiskIndexOf = (questionId: Hex): bigint => BigInt(questionId) & LAST_BYTE;

/** Distinct for distinct questions; the middle of every position id stays zero, as the venue's does. */
export const positionNames = (
  questionId: Hex,
): { readonly conditionId: Hex; readonly positionIds: readonly [string, string] } => {
  const digits = questionId.slice(2, 2 + CONDITION_DIGITS);
  const conditionId: Hex = `0x01${digits}${'0'.repeat(62 - CONDITION_DIGITS)}`;
  const first = BigInt(conditionId);
  return { conditionId, positionIds: [first.toString(), (first + 1n).toString()] };
};

export const isPositionManagerId = (tokenId: string): boolean =>
  (BigInt(tokenId) & EMPTY_BITS) === 0n;

/** Protocol v2 names a condition by 31 bytes; the venue writes it with a zero byte behind. */
export const shortConditionId = (conditionId: Hex): Hex => conditionId.slice(0, -2) as Hex;

const toHex32 = (value: bigint): Hex => numberToHex(value, { size: 32 });
