/**
 * Takes one thing the wallet does through its whole life on chain: simulate, sign, put the bytes on the
 * ledger, send, follow, and record only what a finalized block proves. Every step can be cut off and is
 * taken up where it was; while something is out, nothing else of the wallet is signed.
 */
import { ChainIntegrityError } from '@sluice/chain';
import { epochMs, type transaction } from '@sluice/domain';
import type { ChainWork } from '@sluice/ports';
import type { EffectOutcome } from '@sluice/postgres';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedemptionContext } from './redemption.context.js';

/** How often a transaction's fate is asked for in one go. */
const LOOKS_MAX = 40;
/** Pause between such goes, and after a relayer or node that did not answer. */
const AGAIN_MS = 1_000;
const BACK_OFF_MS_MAX = 300_000;
/** A transaction is sent for a higher fee at most so often. */
const REPLACEMENTS_MAX = 6;

export type Undertaking = {
  /** Names it in the log, and begins the ids of its causes. */
  readonly id: string;
  /** Undefined when nothing is under way: it is done, given up, or was never begun. */
  readonly look: () => Promise<transaction.Progress | undefined>;
  readonly tell: (
    command: transaction.Command,
    causeId: string,
  ) => Promise<readonly { readonly type: string }[]>;
  /** Right before signing: what is to be done, as the chain is now. Undefined: look again. */
  readonly work: () => Promise<ChainWork | undefined>;
  /** What is to be done while it is out. */
  readonly sentWork: () => Promise<ChainWork>;
  /** A proof that is not recorded as it is, because somebody else was faster. */
  readonly explains?: (proof: transaction.Proof) => Promise<boolean>;
};

export async function carryOut(
  context: RedemptionContext,
  undertaking: Undertaking,
): Promise<EffectOutcome> {
  const { log } = context;
  let looks = 0;
  const seen = { failed: false };
  const listening: Undertaking = {
    ...undertaking,
    tell: async (command, causeId) => {
      const facts = await undertaking.tell(command, causeId);
      seen.failed ||= facts.some(({ type }) => type.endsWith('Failed'));
      return facts;
    },
  };
  for (;;) {
    const progress = await undertaking.look();
    // Whoever listens to a failure begins the next attempt, after a pause.
    if (progress === undefined || (seen.failed && progress.kind === 'planned')) return 'done';
    switch (progress.kind) {
      case 'planned':
        await begin(context, listening, progress);
        break;
      case 'signed': {
        const waiting = await send(context, listening, progress);
        if (waiting === undefined) break;
        await follow(context, listening, progress);
        if (!(await isStillSigned(undertaking, progress))) break;
        return { retryAfterMs: AGAIN_MS, error: `${undertaking.id}: ${waiting}` };
      }
      case 'submitted':
      case 'mined': {
        if (looks >= LOOKS_MAX) return sendAgain(context, undertaking, progress);
        if (looks > 0) await pause(context.settings.lookEveryMs);
        looks += 1;
        await follow(context, listening, progress);
        break;
      }
    }
    log.debug({ id: undertaking.id, was: progress.kind }, 'one step of a transaction is done');
  }
}

/** How long the next attempt waits after this one failed. */
export const backOffMs = ({ settings }: RedemptionContext, attempt: number): number =>
  Math.min(settings.backOffMs * 2 ** Math.min(attempt - 1, 20), BACK_OFF_MS_MAX);

async function begin(
  context: RedemptionContext,
  { id, tell, work: workNow }: Undertaking,
  progress: transaction.Progress,
): Promise<void> {
  const { redeemer, clock, log } = context;
  const attempt = progress.attempts + 1;
  const fail = async (reason: transaction.FailureReason, detail: string): Promise<void> => {
    const data = { attempt, reason, detail, at: clock.now() };
    await tell({ type: 'RecordFailure', data }, `${id}/${attempt}/failed`);
    log.warn({ id, attempt, reason, detail }, 'a transaction was refused before it was signed');
  };
  try {
    const work = await workNow();
    if (work === undefined) return;
    const simulation = await redeemer.simulate(work);
    if (simulation.kind === 'refused') return await fail(simulation.reason, simulation.detail);
    const signed = await redeemer.sign(work, attempt);
    const data = { ...signed, at: clock.now() };
    await tell({ type: 'RecordSigned', data }, `${id}/${attempt}/signed`);
  } catch (error) {
    // What cannot be, such as a wrong address or a price beyond our limit, is a person's business.
    if (!(error instanceof ChainIntegrityError)) throw error;
    await fail('simulation_failed', error.message);
  }
}

/** Undefined when a fact followed; otherwise why nobody has taken it yet. */
async function send(
  context: RedemptionContext,
  undertaking: Undertaking,
  progress: transaction.Progress,
): Promise<string | undefined> {
  const { clock, log } = context;
  const { id, tell } = undertaking;
  const { attempts: attempt, transactions } = progress;
  const signed = newest(progress);
  const submission = await submitOrFallBack(context, undertaking, progress);
  if (submission === undefined) return undefined;
  if (submission.kind === 'waits') return submission.detail;
  if (submission.kind === 'refused') {
    const { reason, detail } = submission;
    log.warn({ id, attempt, reason, detail }, 'a signed transaction was refused');
    const refused = { progress, cause: 'refused', why: detail } as const;
    if (isOfRelayer(reason) && (await replaced(context, undertaking, refused))) return undefined;
    const data = { attempt, reason, detail, at: clock.now() };
    await tell({ type: 'RecordFailure', data }, `${id}/${attempt}/failed`);
    return undefined;
  }
  const { relayerId } = submission;
  const { transactionHash } = signed;
  const named = relayerId === undefined ? {} : { relayerId };
  const data = { transactionHash, ...named, at: clock.now() };
  const causeId = `${id}/${attempt}/submitted/${transactions.length}`;
  await tell({ type: 'RecordSubmitted', data }, causeId);
  return undefined;
}

/** Refusals that another way to the chain gets around. */
const isOfRelayer = (reason: transaction.FailureReason): boolean =>
  reason === 'relayer_refused' || reason === 'not_allowed';

async function isStillSigned(
  { look }: Undertaking,
  { transactions }: transaction.Progress,
): Promise<boolean> {
  const now = await look();
  return now?.kind === 'signed' && now.transactions.length === transactions.length;
}

/** Undefined when there is another way to the chain, which is now signed. */
async function submitOrFallBack(
  context: RedemptionContext,
  undertaking: Undertaking,
  progress: transaction.Progress,
) {
  const signed = newest(progress);
  try {
    return await context.redeemer.submit(signed);
  } catch (error) {
    // The answer may be lost and not the request: first it is the same bytes again.
    if (ageMs(context, progress) < context.settings.replaceAfterMs) throw error;
    const why = `it could not be sent: ${String(error)}`;
    await tellDelay(context, undertaking, progress);
    if (await replaced(context, undertaking, { progress, cause: 'refused', why })) return undefined;
    throw error;
  }
}

async function follow(
  context: RedemptionContext,
  undertaking: Undertaking,
  progress: transaction.Progress,
): Promise<void> {
  const { redeemer, clock } = context;
  const { id, tell, sentWork, explains } = undertaking;
  const { attempts: attempt, mined } = progress;
  const outcome = await redeemer.outcome(progress, await sentWork());
  const at = clock.now();
  switch (outcome.kind) {
    case 'proven': {
      const { proof } = outcome;
      if ((await explains?.(proof)) === true) return;
      const causeId = `${id}/${attempt}/proof/${proof.transactionHash}`;
      await tell({ type: 'RecordProof', data: { proof, at } }, causeId);
      return;
    }
    case 'mined': {
      const { transactionHash, blockNumber } = outcome;
      const isAnother = mined !== undefined && mined.transactionHash !== transactionHash;
      if (isAnother) await undo(undertaking, { attempt, mined, at });
      if (mined?.transactionHash === transactionHash && mined.blockNumber === blockNumber) return;
      const data = { transactionHash, blockNumber, at };
      await tell({ type: 'RecordMined', data }, `${id}/${attempt}/mined/${at}`);
      return;
    }
    case 'dropped':
    case 'given_up': {
      if (mined !== undefined) await undo(undertaking, { attempt, mined, at });
      const reason = outcome.kind === 'dropped' ? 'dropped' : 'relayer_failed';
      const { detail } = outcome;
      const cause = 'refused' as const;
      const fellBack =
        outcome.kind === 'given_up' &&
        (await replaced(context, undertaking, { progress, cause, why: detail }));
      if (fellBack) return;
      const data = { attempt, reason, detail, at } as const;
      await tell({ type: 'RecordFailure', data }, `${id}/${attempt}/failed`);
      return;
    }
    case 'pending': {
      if (mined !== undefined) {
        await undo(undertaking, { attempt, mined, at });
        await redeemer.submit(newest(progress));
        return;
      }
      await tellDelay(context, undertaking, progress);
      const waited = ageMs(context, progress);
      const count = progress.transactions.length;
      if (count > REPLACEMENTS_MAX || waited < context.settings.replaceAfterMs * count) return;
      const why = `not mined for ${Math.floor(waited / 1_000)} s`;
      await replaced(context, undertaking, { progress, cause: 'stuck', why });
    }
  }
}

/** Not final yet: the same bytes are handed over again. */
async function sendAgain(
  { redeemer }: RedemptionContext,
  { id }: Undertaking,
  progress: transaction.Progress,
): Promise<EffectOutcome> {
  if (progress.kind === 'submitted') await redeemer.submit(newest(progress));
  return { retryAfterMs: AGAIN_MS, error: `${id} is not final yet` };
}

async function replaced(
  { redeemer, clock, log }: RedemptionContext,
  { id, tell, sentWork }: Undertaking,
  {
    progress,
    cause,
    why,
  }: {
    readonly progress: transaction.Progress;
    readonly cause: 'stuck' | 'refused';
    readonly why: string;
  },
): Promise<boolean> {
  const next = await redeemer.replace(await sentWork(), newest(progress), cause);
  if (next === undefined) return false;
  const count = progress.transactions.length;
  const causeId = `${id}/${progress.attempts}/replaced/${count}`;
  await tell({ type: 'RecordReplaced', data: { ...next, why, at: clock.now() } }, causeId);
  log.warn({ id, attempt: progress.attempts, why }, 'a transaction was signed again');
  return true;
}

const undo = (
  { id, tell }: Undertaking,
  {
    attempt,
    mined: { transactionHash, blockNumber },
    at,
  }: {
    readonly attempt: number;
    readonly mined: NonNullable<transaction.Progress['mined']>;
    readonly at: string;
  },
): Promise<unknown> => {
  const detail = `block ${blockNumber} no longer holds it`;
  const data = { transactionHash, detail, at };
  return tell({ type: 'RecordUndone', data }, `${id}/${attempt}/undone/${at}`);
};

async function tellDelay(
  context: RedemptionContext,
  { id, tell }: Undertaking,
  progress: transaction.Progress,
): Promise<void> {
  const waited = ageMs(context, progress);
  if (progress.isDelayed || waited < context.settings.delayedAfterMs) return;
  const detail = `not final for ${Math.floor(waited / 1_000)} s`;
  const data = { detail, at: context.clock.now() };
  await tell({ type: 'RecordDelay', data }, `${id}/${progress.attempts}/delayed`);
}

/** Since the attempt was signed, in ms. */
const ageMs = ({ clock }: RedemptionContext, { signedAt }: transaction.Progress): number =>
  signedAt === undefined ? 0 : epochMs(clock.now()) - epochMs(signedAt);

function newest({ transactions }: transaction.Progress): transaction.SignedTransaction {
  const last = transactions.at(-1);
  if (last === undefined) throw new Error('A transaction is out and none is signed');
  return last;
}
