/** Which tapes the venue plays: recordings from disk, or inventions of a seed. */
import type { MarketRecord } from '../markets/market.js';
import { inventTape } from './invent-tape.js';
import { inventSpecials } from './invent-specials.js';
import { findRecordings, readRecording } from './read-recording.js';
import type { Tape } from './tape.js';

export type TapeChoice = {
  /** A recording, or a folder of them; absent = invented markets. */
  readonly replay?: string;
  readonly seed?: number;
  /** How many markets at once; of a folder, the first so many. */
  readonly markets?: number;
  /** Invented besides: one neg-risk event of so many markets, exactly one of which ends at Yes. */
  readonly negRiskMarkets?: number;
  /** Invented besides: markets of protocol v2. */
  readonly protocolV2Markets?: number;
  /** Invented besides: games whose book is cleared at their start and whose takers wait. */
  readonly sportsMarkets?: number;
  /** Of an invented market, in tape time. */
  readonly durationMs?: number;
};

export const DEFAULT_SEED = 7;
export const DEFAULT_MARKETS = 1;
export const DEFAULT_DURATION_MS = 25_000;

export const chooseTapes = (
  choice: TapeChoice,
  remembered: readonly MarketRecord[],
): readonly Tape[] => {
  if (choice.replay !== undefined)
    return findRecordings(choice.replay).slice(0, choice.markets).map(readRecording);
  return invented(choice, remembered);
};

/** Markets that have ended are not played again: a venue with a memory goes on to the next ones. */
const invented = (choice: TapeChoice, remembered: readonly MarketRecord[]): readonly Tape[] => {
  const { seed = DEFAULT_SEED, markets = DEFAULT_MARKETS } = choice;
  const durationMs = choice.durationMs ?? DEFAULT_DURATION_MS;
  const ended = new Set(
    remembered.filter(({ stage }) => stage === 'resolved').map(({ slug }) => slug),
  );
  const tapes: Tape[] = [];
  for (let index = 0; tapes.length < markets; index += 1) {
    const tape = inventTape({ seed, index, durationMs });
    if (!ended.has(tape.slug)) tapes.push(tape);
  }
  const others = inventSpecials(choice, { seed, durationMs });
  return [...tapes, ...others.filter(({ slug }) => !ended.has(slug))];
};
