/** The rules of one market as the venue has them now: tokens, tick, minimum size, fee, exchange. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import { fee, money, type ConditionId, type TokenId } from '@sluice/domain';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { Decimal, readMicros } from './decimals.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { isTickSize, type TickSize } from './order-amounts.js';
import type { OrderVersion } from './order-hash.js';

export type MarketTerms = {
  readonly conditionId: ConditionId;
  /** Index = outcome index of the condition. */
  readonly outcomes: readonly { readonly tokenId: TokenId; readonly name: string }[];
  readonly tick: TickSize;
  readonly orderSizeMin: money.MicroShares;
  readonly fee: fee.FeeSchedule;
  readonly negRisk: boolean;
  /** Markets of the venue's second protocol are signed for another exchange. */
  readonly orderVersion: OrderVersion;
};

export type MarketTermsContext = {
  readonly client: Pick<ClobClient, 'getClobMarketInfo'>;
  readonly timeoutMs: number;
};

/**
 * Asks the venue, and so refreshes what the official client remembers for ever. Undefined while the
 * venue does not know the condition. Throws VenueUnavailableError, or UnreadableAnswerError.
 */
export async function readMarketTerms(
  { client, timeoutMs }: MarketTermsContext,
  conditionId: ConditionId,
): Promise<MarketTerms | undefined> {
  const answer = await askVenue(() => client.getClobMarketInfo(conditionId), { timeoutMs });
  return termsFrom(answer, conditionId);
}

/** Exported so that every recorded answer can be read back in a test. */
export function termsFrom(answer: Answer, conditionId: ConditionId): MarketTerms | undefined {
  if (answer.kind === 'answered' && answer.status === 404) return undefined;
  if (answer.kind === 'lost' || answer.status !== 200) {
    const message = `Could not read the terms of ${conditionId}: ${describe(answer)}`;
    throw new VenueUnavailableError(message);
  }
  const read = ClobMarket.safeParse(answer.body);
  if (!read.success) throw unreadable(conditionId, read.error.message);

  const { mts, mos, nr, fd, t, v } = read.data;
  if (!isTickSize(mts)) throw unreadable(conditionId, `a tick of ${mts} is not known`);
  // A market just created may have empty token ids for minutes.
  if (t.some((token) => token.t === '')) return undefined;
  return {
    conditionId,
    outcomes: t.map((token) => ({ tokenId: token.t, name: token.o })),
    tick: mts,
    orderSizeMin: readMicros(mos) as money.MicroShares,
    fee: fd ? { rate: money.ratio(fd.r), exponent: fd.e } : fee.noFee,
    negRisk: nr ?? false,
    orderVersion: v === 'v2' ? 3 : 2,
  };
}

/** `GET /clob-markets/{conditionId}`; of its many keys those that decide money. */
const ClobMarket = z.object({
  t: z.array(z.object({ t: z.string(), o: z.string() })).length(2),
  mts: Decimal,
  mos: Decimal,
  nr: z.boolean().nullish(),
  fd: z.object({ r: Decimal, e: z.int().min(0).max(8) }).nullish(),
  v: z.enum(['v1', 'v2']).nullish(),
});

function unreadable(conditionId: ConditionId, found: string): UnreadableAnswerError {
  return new UnreadableAnswerError(`Could not read the terms of ${conditionId}: ${found}`);
}
