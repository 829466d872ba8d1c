/** Reads from the venue's data service how far the resolution of markets has come. */
import axios from 'axios';
import type { ConditionId } from '@sluice/domain';
import type { ReadHints, ResolutionHint, ResolutionHints } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';

export type ResolutionHintsContext = {
  /** The venue's data service, e.g. https://data-api.polymarket.com. */
  readonly dataHost: string;
  /** For each request, from sending to the last byte of the answer. */
  readonly timeoutMs: number;
};

/** Connects nothing by itself. Needs no key. */
export const connectResolutionHints = (context: ResolutionHintsContext): ResolutionHints => ({
  hints: (conditionIds) => readResolutionHints(context, conditionIds),
});

/**
 * Of at most 20 conditions. Throws VenueUnavailableError when there is no answer, and
 * UnreadableAnswerError when it is no list; a row that cannot be believed is refused by itself.
 */
export async function readResolutionHints(
  { dataHost, timeoutMs }: ResolutionHintsContext,
  conditionIds: readonly ConditionId[],
): Promise<ReadHints> {
  const params = { condition: conditionIds.join(',') };
  const ask = () => axios.get(`${dataHost}/v2/resolutions`, { params });
  return hintsFrom(await askVenue(ask, { timeoutMs }), conditionIds);
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function hintsFrom(answer: Answer, asked: readonly ConditionId[]): ReadHints {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not read resolutions: ${describe(answer)}`);
  }
  const read = Envelope.safeParse(answer.body);
  if (!read.success) {
    throw new UnreadableAnswerError(`Could not read resolutions: ${read.error.message}`);
  }
  const hints: ResolutionHint[] = [];
  const refused: { conditionId: string; reason: string }[] = [];
  const wanted = new Map(asked.map((conditionId) => [conditionId.toLowerCase(), conditionId]));
  for (const row of read.data.data) {
    const named = Named.safeParse(row).data?.condition_id ?? '';
    const conditionId = wanted.get(named.toLowerCase());
    const hint = Row.safeParse(row);
    if (conditionId === undefined) {
      refused.push({ conditionId: named.slice(0, ID_CHARACTERS_MAX), reason: 'was not asked for' });
    } else if (hint.success) {
      hints.push({ conditionId, ...hint.data });
      wanted.delete(named.toLowerCase());
    } else {
      refused.push({ conditionId, reason: inWords(hint.error) });
    }
  }
  return { hints, refused };
}

const inWords = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`).join('; ');

const Envelope = z.object({ data: z.array(z.unknown()) });
const Named = z.object({ condition_id: z.string() });

/** Years in which a time can be meant; a number of another unit lies far outside. */
const [YEAR_MIN, YEAR_MAX] = [2020, 2100];

/** As text with a zone, or in seconds; empty text is no time. */
const time = z
  .union([z.iso.datetime({ offset: true }), z.number().int(), z.literal('')])
  .transform((value, context) => {
    if (value === '') return undefined;
    const at = new Date(typeof value === 'number' ? value * 1000 : value);
    const year = at.getUTCFullYear();
    if (year >= YEAR_MIN && year <= YEAR_MAX) return at.toISOString();
    context.addIssue({ code: 'custom', message: 'lies in no sensible year' });
    return z.NEVER;
  })
  .nullish();

const MILLION = 1_000_000;

const Row = z
  .object({
    condition_id: z.string(),
    status: z.enum([
      ...(['initialized', 'posed', 'active', 'proposed', 'challenged', 'reproposed'] as const),
      ...(['disputed', 'arbitration', 'resolved'] as const),
    ]),
    last_update_timestamp: time,
    expected_settlement_time: time,
    /** In millionths. Never used as money; a row that contradicts itself is not believed. */
    payouts: z.array(z.number().int().min(0).max(MILLION)).nullish(),
  })
  .refine(({ payouts }) => (payouts ?? []).reduce((sum, part) => sum + part, 0) % MILLION === 0, {
    path: ['payouts'],
    error: 'do not add up to one',
  })
  .transform(({ status, last_update_timestamp: since, expected_settlement_time: expected }) => ({
    status,
    ...(since == null ? {} : { since }),
    ...(expected == null ? {} : { expectedSettlementAt: expected }),
  }));

const ID_CHARACTERS_MAX = 80;
