/** Reads what the venue lists of one condition: its rules, its question, and whether it still trades. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import { money, type ConditionId } from '@sluice/domain';
import type { ListedMarket } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { readMicros } from './decimals.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { readMarketTerms, type MarketTermsContext } from './market-terms.js';

export type ReadListingContext = MarketTermsContext & {
  readonly client: Pick<ClobClient, 'getMarket'>;
};

/** Undefined while the venue does not know the condition. Throws like reading the market's terms. */
export async function readListing(
  context: ReadListingContext,
  conditionId: ConditionId,
): Promise<ListedMarket | undefined> {
  const { client, timeoutMs } = context;
  const terms = await readMarketTerms(context, conditionId);
  const market = marketFrom(
    await askVenue(() => client.getMarket(conditionId), { timeoutMs }),
    conditionId,
  );
  if (terms === undefined || market === undefined) return undefined;

  const { outcomes, orderSizeMin, fee, negRisk, tick } = terms;
  const { question, closed, negRiskEvent } = market;
  const tickSize = money.toPrice(readMicros(tick));
  const listing = { conditionId, question, outcomes, tickSize, orderSizeMin, fee, negRisk };
  return {
    listing: negRiskEvent === undefined ? listing : { ...listing, negRiskEvent },
    status: closed ? 'closed' : 'open',
  };
}

/**
 * Exported so that every recorded answer can be read back in a test. A market that merely does not
 * accept orders now may do so later; `closed` is for good.
 */
export function marketFrom(answer: Answer, conditionId: ConditionId): Described | undefined {
  if (answer.kind === 'answered' && answer.status === 404) return undefined;
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not read market ${conditionId}: ${describe(answer)}`);
  }
  const read = ClobMarket.safeParse(answer.body);
  if (read.success) {
    const { question, closed, neg_risk_market_id: event } = read.data;
    return { question, closed, negRiskEvent: event ? event : undefined };
  }
  throw new UnreadableAnswerError(`Could not read market ${conditionId}: ${read.error.message}`);
}

type Described = {
  readonly question: string;
  readonly closed: boolean;
  readonly negRiskEvent: string | undefined;
};

const ClobMarket = z.object({
  question: z.string(),
  closed: z.boolean(),
  /** Gamma calls it negRiskMarketID. Empty for a market of no neg-risk event. */
  neg_risk_market_id: z.string().nullish(),
});
