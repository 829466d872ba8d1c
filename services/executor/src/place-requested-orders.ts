/**
 * Places signed orders and finds out what became of them.
 *
 * Only the bytes on the ledger are ever sent. Who has put them there sends them at once, and is the
 * only one to know that nobody did before. A refusal counts at this first sending alone, or when the
 * venue proved of every earlier one that it did not take it; after any other, and after any lost
 * answer, only evidence counts: the order or its fills at the venue, or its absence, look after look.
 * What is killed, or cancelled by somebody, is not sent (again).
 */
import { epochMs, order } from '@sluice/domain';
import type { PlacementOutcome, Venue } from '@sluice/ports';
import { orderStream, type Cause } from '@sluice/reactions';
import type { EffectOutcome } from '@sluice/runtime';
import { isContradicted } from './contradict-absence.js';
import { ABSENCE_LOOKS_MIN, type ExecutorContext } from './executor.context.js';
import type { ConditionWatch } from './watch-condition.js';

const LOOK_AGAIN_MS = 1_000;
/** How many unanswered orders are remembered for counting the looks at their absence. */
const ABSENCES_MAX = 10_000;

type Absence = { readonly sinceMs: number; readonly looks: number };

/** An order whose signed bytes stand on the ledger, and what asked for it. */
export type ToPlace = Pick<order.OrderKey, 'orderId' | 'accountId'> & Cause;

export type Placing = {
  /** Sends what this process has just put on the ledger, before anybody else can have. */
  first(wanted: ToPlace): Promise<EffectOutcome>;
  /** Follows what may have been sent before until its fate is known. */
  again(wanted: ToPlace): Promise<EffectOutcome>;
};

/** What is known of the sendings before: there were none, none was taken, or nobody can say. */
type Before = 'none' | 'not_taken' | 'unknown';

export function openPlacing(
  context: ExecutorContext,
  condition: Pick<ConditionWatch, 'heard'> = { heard: () => Promise.resolve() },
): Placing {
  const absences = new Map<string, Absence>();
  /** Orders of which the venue proved that it took no sending, and when they may be sent again. */
  const notTaken = new Map<string, number>();
  const { decisions, venue, kills, clock, log, limits } = context;

  async function place(
    { orderId, accountId, causeId, journeyId }: ToPlace,
    before: Before,
  ): Promise<EffectOutcome> {
    const stream = orderStream(orderId, accountId);
    const tell = (command: order.Command, why: string) =>
      decisions.tell(order.decider, stream, command, {
        causeId: `${causeId}/${why}`,
        journeyId,
      });
    const accept = async (venueStatus: string): Promise<'done'> => {
      absences.delete(orderId);
      await tell({ type: 'AcceptOrder', data: { venueStatus, at: clock.now() } }, 'accepted');
      return 'done';
    };
    const reject = async (reason: string): Promise<'done'> => {
      absences.delete(orderId);
      await tell({ type: 'RejectOrder', data: { reason, at: clock.now() } }, 'rejected');
      return 'done';
    };

    const hear = async (said: PlacementOutcome): Promise<void> => {
      if (said.kind === 'not_taken') await condition.heard(said.condition, said.detail);
      if (said.kind === 'rejected' && said.condition !== undefined) {
        await condition.heard(said.condition, said.reason);
      }
    };

    const state = await decisions.state(order.decider, stream);
    if (state.kind !== 'requested' && state.kind !== 'unconfirmed') {
      absences.delete(orderId);
      return 'done';
    }
    const { cancel, requestedAt } = state;
    const stopped =
      kills.stopping(state.order) ?? (cancel && `cancelled by ${cancel.by}: ${cancel.why}`);
    if (stopped !== undefined && before === 'none') return reject(`not sent: ${stopped}`);

    const nowMs = epochMs(clock.now());
    const ageMs = nowMs - epochMs(requestedAt);
    const maySend = ageMs <= limits.resendAgeMaxMs && stopped === undefined;
    let outcome: PlacementOutcome = { kind: 'unknown', detail: stopped ?? 'too old to be sent' };
    if (maySend) {
      outcome = await venue.place(state.order);
      await hear(outcome);
      if (outcome.kind === 'accepted') return accept(outcome.venueStatus);
      // Later, the refusal may only say that an earlier sending was taken.
      if (outcome.kind === 'rejected' && before !== 'unknown') return reject(outcome.reason);
      if (outcome.kind === 'not_taken' && before !== 'unknown') {
        const { retryAfterMs = LOOK_AGAIN_MS, detail } = outcome;
        if (ageMs + retryAfterMs > limits.resendAgeMaxMs) return reject(`not taken: ${detail}`);
        if (notTaken.size < ABSENCES_MAX) notTaken.set(orderId, nowMs + retryAfterMs);
        return { retryAfterMs, error: detail };
      }
    } else if (before !== 'unknown') {
      return reject(`never taken, and ${stopped ?? 'too old to be sent'}`);
    }

    const detail = describe(outcome);
    const doubt = () => tell({ type: 'DoubtOrder', data: { detail, at: clock.now() } }, 'doubted');
    let seen: string | undefined;
    try {
      seen = await statusAtVenue(venue, { ...state.order, at: requestedAt });
    } catch (error) {
      // A venue that cannot be asked proves no more than one that did not answer.
      await doubt();
      throw error;
    }
    if (seen !== undefined) return accept(seen);

    await doubt();
    const absence = absences.get(orderId) ?? { sinceMs: absentSince(state, nowMs), looks: 0 };
    const looks = absence.looks + 1;
    const absentMs = nowMs - absence.sinceMs;
    const proven = !maySend && looks >= ABSENCE_LOOKS_MIN && absentMs >= limits.absenceProofMs;
    if (proven && !(await isContradicted(context, state))) {
      return reject(`absent at the venue for ${absentMs} ms in ${looks} looks; ${detail}`);
    }
    // While it may still be sent, absence proves nothing.
    if (!maySend && (absences.has(orderId) || absences.size < ABSENCES_MAX)) {
      absences.set(orderId, { sinceMs: absence.sinceMs, looks });
    }
    log.warn({ journeyId, orderId, detail }, 'the outcome is not known yet');
    return { retryAfterMs: LOOK_AGAIN_MS, error: detail };
  }

  /** Doubted by this process or an earlier one, and sent by nobody since: looks count from then on. */
  function absentSince(
    { doubtedAt, requestedAt, cancel }: Extract<order.State, { readonly order: unknown }>,
    nowMs: number,
  ): number {
    if (doubtedAt === undefined) return nowMs;
    const tooOldMs = epochMs(requestedAt) + limits.resendAgeMaxMs;
    const sentUntilMs = cancel === undefined ? tooOldMs : Math.min(tooOldMs, epochMs(cancel.at));
    return Math.min(nowMs, Math.max(epochMs(doubtedAt), sentUntilMs));
  }

  return {
    first: (wanted) => place(wanted, 'none'),
    again: async (wanted) => {
      const notBeforeMs = notTaken.get(wanted.orderId);
      if (notBeforeMs === undefined) return place(wanted, 'unknown');
      const retryAfterMs = notBeforeMs - epochMs(clock.now());
      if (retryAfterMs > 0) return { retryAfterMs, error: 'not taken yet' };
      // What comes of this sending is not known of it yet.
      notTaken.delete(wanted.orderId);
      return place(wanted, 'not_taken');
    },
  };
}

/** Undefined when neither the order nor a fill of it is there. */
async function statusAtVenue(
  venue: Venue,
  { orderHash, tokenId, at }: order.Requested['data'],
): Promise<string | undefined> {
  const evidence = await venue.lookUp(orderHash);
  if (evidence.kind === 'found') return evidence.status;
  const fills = await venue.fills({ tokenId, since: at });
  return fills.some((fill) => fill.orderHash === orderHash) ? 'matched' : undefined;
}

const describe = (outcome: Exclude<PlacementOutcome, { kind: 'accepted' }>): string =>
  outcome.kind === 'rejected' ? `refused when sent again: ${outcome.reason}` : outcome.detail;
