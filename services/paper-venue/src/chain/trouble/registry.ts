/** Every trouble the chain can be given, by name. */
import { answerLate } from './answer-late.js';
import { answerLost } from './answer-lost.js';
import { gasSpike } from './gas-spike.js';
import { nonceTaken } from './nonce-taken.js';
import { paysNothing } from './pays-nothing.js';
import { rampPaused } from './ramp-paused.js';
import { reorg } from './reorg.js';
import { staleReads } from './stale-reads.js';
import { transactionsDropped } from './transactions-dropped.js';
import type { Trouble } from './trouble.js';

const TROUBLES = {
  answer_late: answerLate,
  answer_lost: answerLost,
  gas_spike: gasSpike,
  nonce_taken: nonceTaken,
  pays_nothing: paysNothing,
  ramp_paused: rampPaused,
  reorg,
  stale_reads: staleReads,
  transactions_dropped: transactionsDropped,
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleKind = keyof typeof TROUBLES;

export const TROUBLE_KINDS = Object.keys(TROUBLES) as [TroubleKind, ...TroubleKind[]];

export const troubleOf = (kind: TroubleKind): Trouble => TROUBLES[kind];

export type TroubleDescription = {
  readonly kind: TroubleKind;
  readonly about: string;
  /** What is in force when nothing is said. */
  readonly parameters: object;
};

export const describeTrouble = (kind: TroubleKind): TroubleDescription => {
  const { about, parameters } = troubleOf(kind);
  return { kind, about, parameters: parameters.parse({}) };
};
