/** Lists the conditions the venue trades now. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { ConditionId } from '@sluice/domain';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';

export type ListMarketsContext = {
  readonly client: Pick<ClobClient, 'getMarkets'>;
  readonly timeoutMs: number;
};

/** Throws VenueUnavailableError when a page is missing, UnreadableAnswerError beyond 20 pages. */
export async function listMarkets({
  client,
  timeoutMs,
}: ListMarketsContext): Promise<readonly ConditionId[]> {
  const conditionIds = new Set<ConditionId>();
  let cursor = FIRST_CURSOR;
  for (let page = 1; cursor !== LAST_CURSOR && cursor !== ''; page += 1) {
    if (page > PAGES_MAX) {
      throw new UnreadableAnswerError(`Could not list all markets: more than ${PAGES_MAX} pages`);
    }
    const read = marketsPageFrom(await askVenue(() => client.getMarkets(cursor), { timeoutMs }));
    for (const conditionId of read.open) conditionIds.add(conditionId);
    cursor = read.nextCursor;
  }
  return [...conditionIds];
}

/** Exported so that every recorded answer can be read back in a test. */
export function marketsPageFrom(answer: Answer): {
  readonly open: readonly ConditionId[];
  readonly nextCursor: string;
} {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not list markets: ${describe(answer)}`);
  }
  const read = MarketsPage.safeParse(answer.body);
  if (!read.success) {
    throw new UnreadableAnswerError(`Could not list markets: ${read.error.message}`);
  }
  const { data, next_cursor: nextCursor } = read.data;
  const open = data.filter(({ closed }) => !closed).map((market) => market.condition_id);
  return { open, nextCursor };
}

const MarketsPage = z.object({
  data: z.array(z.object({ condition_id: z.string(), closed: z.boolean() })),
  next_cursor: z.string(),
});

const FIRST_CURSOR = 'MA==';
const LAST_CURSOR = 'LTE=';
const PAGES_MAX = 20;
