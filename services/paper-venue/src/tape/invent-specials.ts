/** Invents the markets that are not plain: a neg-risk event, protocol v2, sports. */
import { negRiskMarketId, negRiskQuestionId } from '../chain/market-ids.js';
import { emptyBook, type TokenIndex } from '../matching/order-book.js';
import { moveHouseOnly } from './apply-tape-event.js';
import { createChance } from './chance.js';
import { inventTape, type Special } from './invent-tape.js';
import type { Tape, TapeEvent } from './tape.js';

export type SpecialsChoice = {
  readonly negRiskMarkets?: number;
  readonly protocolV2Markets?: number;
  readonly sportsMarkets?: number;
};

type Common = { readonly seed: number; readonly durationMs: number };

const SPORTS_SECONDS_DELAY = 3;
/** The game begins when this part of the tape has been played. */
const GAME_STARTS_PERCENT = 20;

export const inventSpecials = (choice: SpecialsChoice, common: Common): readonly Tape[] => [
  ...each(choice.negRiskMarkets, (index, count) => negRiskMarket(common, index, count)),
  ...each(choice.protocolV2Markets, (index) => protocolV2Market(common, index)),
  ...each(choice.sportsMarkets, (index) => sportsMarket(common, index)),
];

const each = (count = 0, make: (index: number, count: number) => Tape): readonly Tape[] =>
  Array.from({ length: count }, (_none, index) => make(index, count));

/** Their prices begin at about one in all, and one of them ends at Yes. */
const negRiskMarket = ({ seed, durationMs }: Common, index: number, count: number): Tape => {
  const slug = `paper-event-${seed}`;
  const winner = createChance(slug)(count);
  const marketId = negRiskMarketId(slug);
  return invented(
    { seed, index, durationMs },
    {
      slug: `${slug}-${index + 1}`,
      questionId: negRiskQuestionId(marketId, index),
      question: `Will candidate ${index + 1} win paper event ${seed}?`,
      winner: index === winner ? 0 : 1,
      startPercent: Math.min(60, Math.max(5, Math.floor(100 / count))),
      traits: {
        event: {
          id: createChance(`id of ${slug}`)(1_000_000).toString(),
          slug,
          title: `Who wins paper event ${seed}?`,
          negRiskMarketId: marketId,
        },
      },
    },
  );
};

const protocolV2Market = ({ seed, durationMs }: Common, index: number): Tape =>
  invented(
    { seed, index, durationMs },
    {
      slug: `paper-v2-${seed}-${index + 1}`,
      question: `Will paper market ${index + 1} of protocol v2, seed ${seed}, end at Yes?`,
      winner: oneOfTwo(`v2 ${seed}`, index),
      traits: { protocol: 'v2' },
    },
  );

const sportsMarket = ({ seed, durationMs }: Common, index: number): Tape => {
  const startsAfterMs = Math.floor((durationMs * GAME_STARTS_PERCENT) / 100);
  const tape = invented(
    { seed, index, durationMs },
    {
      slug: `paper-game-${seed}-${index + 1}`,
      question: `Will the home side win paper game ${index + 1} of seed ${seed}?`,
      winner: oneOfTwo(`game ${seed}`, index),
      traits: { secondsDelay: SPORTS_SECONDS_DELAY, clearBookOnStart: true, startsAfterMs },
    },
  );
  const at = tape.events.findIndex(({ atMs }) => atMs >= startsAfterMs);
  // The crowd comes back at once; the clients' orders do not.
  const { bid, ask } = tape.events.slice(0, at).reduce(moveHouseOnly, emptyBook).house;
  const started: readonly TapeEvent[] = [
    { kind: 'game_started', atMs: startsAfterMs },
    { kind: 'book', atMs: startsAfterMs, bid, ask },
  ];
  return { ...tape, events: tape.events.toSpliced(at, 0, ...started) };
};

const invented = (
  invention: { readonly seed: number; readonly index: number; readonly durationMs: number },
  special: Special,
): Tape => inventTape({ ...invention, special });

const oneOfTwo = (seed: string, index: number): TokenIndex =>
  ((createChance(seed)(2) + index) % 2) as TokenIndex;
