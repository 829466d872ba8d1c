/** Laws of every tape, whatever it says. */
import { describe, expect, it } from '@jest/globals';
import { account } from '@sluice/domain';
import fc from 'fast-check';
import { lineFor } from './change-line.js';
import type { Output } from './decision-line.js';
import { MalformedLine } from './malformed-line.js';
import { TapePlayer } from './player.js';
import { readLine } from './read-line.js';
import { textOf } from './testing/tape-lines.js';
import { World } from './world.js';

const TOKENS = ['yes', 'no', 'other'] as const;
const STRATEGIES = ['s', 't', 'u'] as const;
const SIGNALS = Array.from({ length: 12 }, (_, index) => String(index));

const token = fc.constantFrom(...TOKENS);
const strategyId = fc.constantFrom(...STRATEGIES);
const signalId = fc.constantFrom(...SIGNALS);
const cents = fc.integer({ min: 1, max: 98 });
const price = cents.map((cent) => (cent / 100).toFixed(2));
const conditionOf = (tokenId: string): string => (tokenId === 'other' ? 'd' : 'c');

/** Mostly lines that make sense after each other; some that do not. */
const fields = fc.oneof(
  { weight: 6, arbitrary: fc.record({ tokenId: token, cent: cents }).map(quoteOf) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        ...{ signalId, strategyId, tokenId: token, limitPrice: price },
        side: fc.constantFrom('BUY', 'BUY', 'SELL'),
        sizeUsd: fc.constantFrom('5', '50', '400', '0'),
      })
      .map((signal) => ({ type: 'signal', conditionId: conditionOf(signal.tokenId), ...signal })),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({ signalId, shares: fc.constantFrom('1', '10', '100'), price })
      .map((fill) => ({ type: 'fill', feeUsd: '0.1', ...fill })),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('settled', 'failed'), signalId }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('close'), signalId }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<object>(
      { type: 'resolve', conditionId: 'd', payouts: { other: '0.5' } },
      { type: 'resolve', conditionId: 'c', payouts: { yes: '1', no: '0' } },
      { type: 'balance', accountId: 'main', freeUsd: '500' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('pause', 'resume', 'kill', 'release'),
      strategyId,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'tick' }) },
);

function quoteOf({ tokenId, cent }: { readonly tokenId: string; readonly cent: number }) {
  const levels = (from: number) => [[(from / 100).toFixed(2), '100000']];
  return { type: 'quote', tokenId, bids: levels(cent), asks: levels(cent + 1) };
}

const WIDE = {
  daily_budget_pct: '1',
  max_position_size_pct: '1',
  max_total_exposure_pct: '1',
  max_positions_per_market: 10,
  max_drawdown_pct: '1',
  max_slippage_pct: '1',
  max_latency_ms: 86_400_000,
};
const books = TOKENS.map((tokenId) => quoteOf({ tokenId, cent: 49 }));
const registered = STRATEGIES.flatMap((id) => [
  {
    ...{ type: 'strategy', strategyId: id, capitalUsd: '1000' },
    accountId: id === 'u' ? 'second' : 'main',
  },
  { type: 'rules', strategyId: id, rules: WIDE },
]);

const tapes = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fields), { minLength: 40, maxLength: 80 })
  .map((steps) => {
    let at = 0;
    return textOf([
      ...[...registered, ...books],
      ...steps.map(([seconds, step]) => ({
        ...step,
        at: (at += seconds),
        ...('side' in step ? { observedAt: undefined } : {}),
      })),
    ]);
  })
  .map((text) => text.trim().split('\n'));

/** Lines that cannot have happened are left out, as if the tape did not have them. */
function play(lines: readonly string[], after: (world: World) => void = () => undefined) {
  const world = new World();
  const player = new TapePlayer(() => undefined, world);
  return lines.flatMap((text) => {
    const told = playOne(player, text);
    after(world);
    return told;
  });
}

function playOne(player: TapePlayer, text: string): readonly Output[] {
  try {
    return player.play(readLine(text));
  } catch (error) {
    if (error instanceof MalformedLine) return [];
    throw error;
  }
}

/** What a valuation with these marks would tell. */
function valued(strategyId: string, marks: readonly account.Mark[], world: World) {
  const accountId = world.accounts.ownerOf(strategyId) ?? '';
  const at = '2030-01-01T00:00:00.000Z';
  const data = { accountId, strategyId, marks, at };
  return account
    .decide({ type: 'MarkEquity', data }, world.accounts.state(accountId))
    .map((fact) => lineFor(fact, at));
}

describe('every tape', () => {
  it('is played to its end, and its answers are JSON', () => {
    let approved = 0;
    let valuations = 0;
    fc.assert(
      fc.property(tapes, (lines) => {
        const told = play(lines);
        for (const one of told) expect(JSON.parse(JSON.stringify(one))).toStrictEqual(one);
        approved += told.filter(({ decision }) => decision === 'approved').length;
        valuations += told.filter(({ type }) => type === 'marked').length;
      }),
    );
    // The laws are worth something only while tapes get anywhere.
    expect(approved).toBeGreaterThan(100);
    expect(valuations).toBeGreaterThan(100);
  });

  it('gives the same decisions each time', () => {
    const law = fc.property(tapes, (lines) => expect(play(lines)).toStrictEqual(play(lines)));
    fc.assert(law, { numRuns: 30 });
  });

  it('is valued as if every mark were looked at every time', () => {
    const compare = (world: World): void => {
      for (const strategyId of STRATEGIES) {
        const all = TOKENS.flatMap((tokenId) => world.quotes.markOf(tokenId) ?? []);
        // As if it were valued just now, so that no quote values it soon and much is left to tell.
        const few = world.valuations.marksFor(strategyId, Number.MAX_SAFE_INTEGER);
        const told = valued(strategyId, all, world);
        expect(valued(strategyId, few, world)).toStrictEqual(told);
        // None are looked at in vain: with them something is told, or it would be without them.
        const matters = told.length > 0 || valued(strategyId, [], world).length > 0;
        expect(few.length === 0 || matters).toBe(true);
      }
    };
    fc.assert(fc.property(tapes, (lines) => void play(lines, compare)));
  });
});
