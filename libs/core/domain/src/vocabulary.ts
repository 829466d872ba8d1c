/** Words every fact shares: who, which market, when. */

/** One wallet. All limits of one account are reserved together. */
export type AccountId = string;
export type StrategyId = string;
export type SignalId = string;
/** 0x + 64 hex digits: the condition on the Conditional Tokens contract. */
export type ConditionId = string;
/** Decimal ERC-1155 position id: one outcome of one condition. */
export type TokenId = string;
/** ISO 8601 in UTC with milliseconds. */
export type Instant = string;
export type Side = 'BUY' | 'SELL';
/** Good till cancelled, good till date, fill or kill, fill and kill. */
export type OrderType = 'GTC' | 'GTD' | 'FOK' | 'FAK';

/** Read once where the same instant is asked for again and again, as it is in one decision. */
let lastRead = { at: '', ms: Number.NaN };

export function epochMs(at: Instant): number {
  if (at !== lastRead.at) lastRead = { at, ms: Date.parse(at) };
  return lastRead.ms;
}
