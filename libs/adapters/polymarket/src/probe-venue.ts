/** Asks the venue how much it takes at present, which orders it wants, and what time it has. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { VenueCondition, VenueHealth } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { conditionFrom } from './venue-condition.js';

export type ProbeVenueContext = {
  readonly client: Pick<ClobClient, 'getVersion' | 'getServerTime' | 'getClosedOnlyMode'>;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  /** What orders heard lately; the venue tells it to nobody else. */
  readonly heard: () => VenueCondition;
};

/** Throws VenueUnavailableError when it cannot be asked, UnreadableAnswerError on a strange answer. */
export async function probeVenue(context: ProbeVenueContext): Promise<VenueHealth> {
  const { client, timeoutMs, nowMs, heard } = context;
  const [version, time, closedOnly] = await Promise.all([
    askVenue(() => client.getVersion(), { timeoutMs }),
    timed(nowMs, () => askVenue(() => client.getServerTime(), { timeoutMs })),
    askVenue(() => client.getClosedOnlyMode(), { timeoutMs }),
  ]);
  return healthFrom({ version, time, closedOnly, heard: heard() });
}

export type ProbeAnswers = {
  readonly version: Answer;
  readonly time: { readonly answer: Answer; readonly halfwayMs: number };
  readonly closedOnly: Answer;
  readonly heard: VenueCondition;
};

/** Exported so that every recorded venue answer can be read back in a test. */
export function healthFrom({ version, time, closedOnly, heard }: ProbeAnswers): VenueHealth {
  const answers = [version, time.answer, closedOnly];
  const refusing = answers.find((answer) => conditionFrom(answer) !== undefined);
  if (refusing !== undefined) {
    const condition = conditionFrom(refusing) ?? 'open';
    return { ...UNKNOWN, condition, detail: describe(refusing) };
  }
  const { version: orderVersion } = read(Version, version, 'its order version');
  const seconds = read(Time, time.answer, 'its time');
  const { closed_only: isClosedOnly } = read(ClosedOnly, closedOnly, 'its word on our account');
  // It tells whole seconds only: on average half of one has passed since.
  const clockSkewMs = Math.round(seconds * 1000 + 500 - time.halfwayMs);
  const found = { orderVersion, clockSkewMs };

  if (!ORDER_VERSIONS.has(orderVersion)) {
    const detail = `the venue wants orders of version ${orderVersion}`;
    return { ...found, condition: 'version_changed', detail };
  }
  if (isClosedOnly) {
    return { ...found, condition: 'closed_only', detail: 'this account may only close positions' };
  }
  const detail = heard === 'open' ? 'the venue answers' : 'as its answer to an order said';
  return { ...found, condition: heard, detail };
}

async function timed(
  nowMs: () => number,
  ask: () => Promise<Answer>,
): Promise<ProbeAnswers['time']> {
  const sentMs = nowMs();
  const answer = await ask();
  return { answer, halfwayMs: (sentMs + nowMs()) / 2 };
}

function read<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not ask the venue for ${what}: ${describe(answer)}`);
  }
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new UnreadableAnswerError(`Could not read ${what}: ${describe(answer)}`);
}

/** Nothing was said about these. */
const UNKNOWN = { orderVersion: 0, clockSkewMs: 0 } as const;
const ORDER_VERSIONS: ReadonlySet<number> = new Set([2, 3]);

const Version = z.object({ version: z.int() });
const Time = z.coerce.number().positive();
const ClosedOnly = z.object({ closed_only: z.boolean() });
