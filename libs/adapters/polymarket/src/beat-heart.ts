/**
 * The dead man's switch: once it beats, the venue cancels every open order of our key when no further
 * beat comes within 10 s. Each beat must carry the id the venue gave to the one before.
 */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { Venue } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { VenueUnavailableError } from './errors.js';

export type BeatHeartContext = {
  readonly client: Pick<ClobClient, 'postHeartbeat'>;
  readonly timeoutMs: number;
};

/**
 * One chain of beats. Strictly one is under way at a time, for overlapping ones break the chain: whoever
 * asks meanwhile gets the same one. It throws VenueUnavailableError when the venue did not take it.
 */
export function heartbeats({ client, timeoutMs }: BeatHeartContext): Venue['beat'] {
  let nextId = FIRST_ID;
  let underWay: Promise<void> | undefined;

  const send = async (): Promise<Beat> => {
    const id = nextId;
    return readBeat(await askVenue(() => client.postHeartbeat(id), { timeoutMs }));
  };
  const beat = async (): Promise<void> => {
    let heard = await send();
    if (heard.kind === 'wrong_id') {
      nextId = heard.expectedId;
      heard = await send();
    }
    if (heard.kind === 'taken') {
      nextId = heard.nextId;
      return;
    }
    if (heard.kind === 'wrong_id') nextId = heard.expectedId;
    throw new VenueUnavailableError(`Could not beat: ${heard.detail}`);
  };
  return () => {
    underWay ??= beat().finally(() => (underWay = undefined));
    return underWay;
  };
}

export type Beat =
  | { readonly kind: 'taken'; readonly nextId: string }
  | { readonly kind: 'wrong_id'; readonly expectedId: string; readonly detail: string }
  | { readonly kind: 'not_taken'; readonly detail: string };

/** Exported so that every recorded venue answer can be read back in a test. */
export function readBeat(answer: Answer): Beat {
  const detail = describe(answer);
  if (answer.kind === 'lost') return { kind: 'not_taken', detail };
  const read = HeartbeatAnswer.safeParse(answer.body);
  if (!read.success) return { kind: 'not_taken', detail };
  const { heartbeat_id: id } = read.data;
  if (answer.status === 200) return { kind: 'taken', nextId: id };
  return answer.status === 400
    ? { kind: 'wrong_id', expectedId: id, detail }
    : { kind: 'not_taken', detail };
}

const HeartbeatAnswer = z.object({ heartbeat_id: z.string() });

const FIRST_ID = '';
