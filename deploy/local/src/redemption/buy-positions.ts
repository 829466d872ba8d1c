/** Buys what the cells are to hold, through Sluice itself: signal, gate, order, fill, settlement. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '@sluice/ports';
import { call } from '../call-service.js';
import { storyOf } from '../signal-story.js';
import type { Stack } from '../stack/stack.js';
import { WIDE_RULES } from '../wide-rules.js';
import { heldOutcomes, nameOfCell } from './cells.js';
import type { PlacedCell } from './placed-cell.js';

const STRATEGIES = ['matrix-yes', 'matrix-no'] as const;
const SIZE_USD = '6';
const ANY_PRICE = '0.99';
/** A refusal because trading is not open yet, or an order the book killed, is wished for again. */
const ROUNDS_MAX = 8;
const OVER_MAX_MS = 180_000;
const BOOKS_MAX_MS = 60_000;
const STEP_MS = 50;
const ROUND_PAUSE_MS = 1_000;

type Wish = { readonly placed: PlacedCell; readonly index: 0 | 1; readonly tokenId: string };

/** Resolves when every wish is bought and final on chain. Throws when one never is. */
export async function buyPositions(
  stack: Stack,
  cells: readonly PlacedCell[],
  facts: readonly Recorded[],
): Promise<void> {
  await register(stack);
  let wishes = cells.flatMap((placed) =>
    heldOutcomes(placed.cell).map((index): Wish => {
      return { placed, index, tokenId: placed.tokenIds[index] };
    }),
  );
  await whenBooksAreThere(stack, wishes);
  for (let round = 1; wishes.length > 0; round += 1) {
    if (round > ROUNDS_MAX) {
      throw new Error(`could not buy for ${wishes.map(nameOfWish).join(', ')}: ${whyNot(facts)}`);
    }
    if (round > 1) await sleep(ROUND_PAUSE_MS);
    const signals = new Set<string>();
    for (const wish of wishes) signals.add(await send(stack, wish, round));
    await whenOver(facts, signals);
    const bought = boughtTokens(facts);
    wishes = wishes.filter(({ tokenId }) => !bought.has(tokenId));
  }
}

const nameOfWish = ({ placed, index }: Wish): string =>
  `${nameOfCell(placed.cell)} (outcome ${index})`;

async function register(stack: Stack): Promise<void> {
  const { accountId } = stack;
  for (const strategyId of STRATEGIES) {
    const registration = { strategyId, accountId, capitalUsd: '1000000' };
    await call(stack, 'risk', 'POST', '/strategies', registration);
    const rules = { accountId, rules: WIDE_RULES, why: 'the redemption matrix' };
    await call(stack, 'risk', 'PUT', `/strategies/${strategyId}/rules`, rules);
  }
}

async function whenBooksAreThere({ quotes }: Stack, wishes: readonly Wish[]): Promise<void> {
  const deadline = Date.now() + BOOKS_MAX_MS;
  const isMissing = ({ tokenId }: Wish) => (quotes.last(tokenId)?.asks.length ?? 0) === 0;
  while (wishes.some(isMissing)) {
    if (Date.now() > deadline) throw new Error('some outcomes to be bought have no offers');
    await sleep(STEP_MS);
  }
}

async function send(stack: Stack, { placed, index, tokenId }: Wish, round: number) {
  const answer = await call(stack, 'signal-ingest', 'POST', '/signals', {
    ...{ source: 'redemption-matrix', externalId: `${tokenId}#${round}` },
    ...{ strategyId: STRATEGIES[index], conditionId: placed.conditionId, tokenId },
    ...{ side: 'BUY', sizeUsd: SIZE_USD, limitPrice: ANY_PRICE, orderType: 'FAK' },
  });
  return (answer as { readonly signalId: string }).signalId;
}

async function whenOver(facts: readonly Recorded[], signals: ReadonlySet<string>): Promise<void> {
  const deadline = Date.now() + OVER_MAX_MS;
  for (;;) {
    const { undecided, unordered, open, unsettled } = storyOf(facts, signals);
    const waiting = { undecided, unordered, open, unsettled };
    if (Object.values(waiting).every(({ length }) => length === 0)) return;
    if (Date.now() > deadline) {
      const left = Object.entries(waiting).map(([what, { length }]) => `${length} ${what}`);
      throw new Error(`buying is not over after ${OVER_MAX_MS} ms: ${left.join(', ')}`);
    }
    await sleep(STEP_MS);
  }
}

function boughtTokens(facts: readonly Recorded[]): ReadonlySet<string> {
  const tokens = new Map<string, string>();
  const bought = new Set<string>();
  for (const fact of facts) {
    if (fact.type === 'OrderRequested') tokens.set(fact.data.orderId, fact.data.tokenId);
    if (fact.type === 'FillConfirmed') bought.add(tokens.get(fact.data.orderId) ?? '');
  }
  return bought;
}

function whyNot(facts: readonly Recorded[]): string {
  for (const fact of facts.toReversed()) {
    if (fact.type === 'SignalRefused') return fact.data.code;
    if (fact.type === 'OrderRejected') return JSON.stringify(fact.data);
  }
  return 'nothing was refused';
}
