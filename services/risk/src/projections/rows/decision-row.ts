/** One decision as a row. */
import { account, money } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import {
  checkWords,
  quoteWords,
  sizingWords,
  type CheckWords,
  type QuoteWords,
  type SizingWords,
} from './decision-words.js';
import type { ReadRow } from './read-row.js';
import { jsonOf } from './writable.js';

export type Decided = account.SignalApproved | account.SignalRefused;

export function decisionRowOf(fact: Recorded<Decided>) {
  const { decision, at } = fact.data;
  const { checks, rulesVersion, quote, sizing } = decision;
  const verdict = fact.type === 'SignalApproved' ? approved(fact) : refused(fact);
  const wish = fact.type === 'SignalApproved' ? fact.data : fact.data.signal;
  return {
    signal_id: wish.signalId,
    strategy_id: wish.strategyId,
    account_id: wish.accountId,
    condition_id: wish.conditionId,
    token_id: wish.tokenId,
    side: wish.side,
    reduce_only: wish.reduceOnly,
    order_type: wish.orderType,
    limit_price: money.decimal(wish.limitPrice),
    size_usd: money.decimal(wish.sizeUsd),
    ...verdict,
    rules_version: rulesVersion,
    checks: jsonOf(checks.map(checkWords)),
    sizing: sizing === undefined ? null : jsonOf(sizingWords(sizing)),
    quote: quote === undefined ? null : jsonOf(quoteWords(quote)),
    decided_at: at,
    position: String(fact.position),
  };
}

const approved = ({ data }: account.SignalApproved) => ({
  decision: 'approved',
  code: null,
  sentence: account.approvalSentence(data),
  shares: money.decimal(data.shares),
  reserved_usd: money.decimal(data.reservedUsd),
});

const refused = ({ data }: account.SignalRefused) => ({
  decision: 'refused',
  code: data.code,
  sentence: data.sentence,
  shares: null,
  reserved_usd: null,
});

export const DECISION_COLUMNS = {
  signal_id: 'text',
  strategy_id: 'text',
  account_id: 'text',
  condition_id: 'text',
  token_id: 'text',
  side: 'text',
  reduce_only: 'boolean',
  order_type: 'text',
  limit_price: 'numeric',
  decision: 'text',
  code: 'text',
  sentence: 'text',
  size_usd: 'numeric',
  shares: 'numeric',
  reserved_usd: 'numeric',
  rules_version: 'integer',
  checks: 'jsonb',
  sizing: 'jsonb',
  quote: 'jsonb',
  decided_at: 'timestamptz',
  position: 'bigint',
} as const satisfies Record<keyof ReturnType<typeof decisionRowOf>, string>;

export type DecisionRow = ReadRow<
  typeof DECISION_COLUMNS,
  'code' | 'shares' | 'reserved_usd' | 'sizing' | 'quote',
  {
    readonly side: account.Approval['side'];
    readonly order_type: account.Approval['orderType'];
    readonly decision: 'approved' | 'refused';
    readonly code: account.RefusalCode;
    readonly checks: readonly CheckWords[];
    readonly sizing: SizingWords;
    readonly quote: QuoteWords;
  }
>;
