/**
 * Carries out planned redemptions: simulate, sign, put the bytes on the ledger, broadcast, and book
 * only what the finalized receipt proves. Every step can be cut off and is taken up where it was.
 */
import { redemption, type transaction } from '@sluice/domain';
import { redemptionStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import type { RedemptionContext } from './redemption.context.js';

/** How often a transaction's fate is asked for, and for how long in one go. */
const LOOK_EVERY_MS = 250;
const LOOKS_MAX = 120;
/** Pause after a failed attempt, times the attempts so far. */
const BACK_OFF_MS = 1_000;

export function submitRequestedRedemptions(context: RedemptionContext): EffectHandler {
  const { decisions, redeemer, clock, log } = context;

  return async ({ payload }) => {
    const requested = unpackFact('RedemptionRequested', payload);
    const { accountId, conditionId, holdings } = requested.data;
    const stream = redemptionStream(accountId, conditionId);
    const tell = (command: redemption.Command, what: string) =>
      decisions.tell(redemption.decider, stream, command, {
        causeId: `${requested.id}/${what}`,
        journeyId: '',
      });
    const look = () => decisions.state(redemption.decider, stream);

    let state = await look();
    if (state.kind === 'planned') {
      const attempt = state.attempts + 1;
      const simulation = await redeemer.simulate(conditionId);
      if (simulation.kind === 'refused') {
        const { reason, detail } = simulation;
        const data = { attempt, reason, detail, at: clock.now() };
        await tell({ type: 'RecordFailure', data }, `${attempt}/refused`);
        log.warn({ conditionId, reason, detail }, 'a redemption was refused in simulation');
        return { retryAfterMs: BACK_OFF_MS * attempt, error: `${reason}: ${detail}` };
      }
      const transaction = await redeemer.sign(conditionId, attempt);
      const data = { ...transaction, at: clock.now() };
      await tell({ type: 'RecordSigned', data }, `${attempt}/signed`);
      state = await look();
    }

    if (state.kind === 'signed') {
      const signed = newest(state);
      const { attempt, transactionHash } = signed;
      await redeemer.broadcast(signed);
      const data = { transactionHash, at: clock.now() };
      await tell({ type: 'RecordSubmitted', data }, `${attempt}/submitted`);
      state = await look();
    }

    if (state.kind !== 'submitted') return 'done';
    const transaction = newest(state);
    const tokenIds = holdings.map(({ tokenId }) => tokenId);
    for (let looks = 1; looks <= LOOKS_MAX; looks += 1) {
      const outcome = await redeemer.outcome(transaction, tokenIds);
      if (outcome.kind === 'proven') {
        const data = { proof: outcome.proof, at: clock.now() };
        await tell({ type: 'RecordProof', data }, `${transaction.attempt}/mined`);
        break;
      }
      if (outcome.kind === 'dropped') {
        const { attempt } = transaction;
        const failure = { attempt, reason: 'dropped' as const, detail: outcome.detail };
        const data = { ...failure, at: clock.now() };
        await tell({ type: 'RecordFailure', data }, `${transaction.attempt}/dropped`);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }

    state = await look();
    if (state.kind === 'planned') {
      return { retryAfterMs: BACK_OFF_MS * state.attempts, error: 'the attempt failed' };
    }
    if (state.kind !== 'submitted') return 'done';
    // Not mined yet: the same bytes are handed to the network again.
    await redeemer.broadcast(transaction);
    return { retryAfterMs: BACK_OFF_MS, error: `${transaction.transactionHash} is not final yet` };
  };
}

function newest({ transactions }: transaction.Progress): transaction.SignedTransaction {
  const last = transactions.at(-1);
  if (last === undefined) throw new Error('A transaction is out and none is signed');
  return last;
}
