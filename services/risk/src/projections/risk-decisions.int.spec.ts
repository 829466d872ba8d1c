/** Decisions on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { decisionOf, decisionsOf, lastDecisionOf, riskDecisions } from './risk-decisions.js';
import { accountStory } from './testing/account-story.js';
import { recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { exitApproved, marketView, quote, signal, signalApproved, signalId, signalRefused } =
  examples;
const { strategyId } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskDecisions));
afterAll(() => tables.drop());

const take = (...facts: readonly account.Event[]) => tables.take(riskDecisions, recorded(...facts));

const tooLarge: account.Check = {
  code: 'position_too_large',
  unit: 'usd',
  value: 20_500_000n,
  limit: 20_000_000n,
  margin: -500_000n,
  passed: false,
  near: true,
  detail: 'size',
};
/** As facts were before they told a margin. */
const fewPositions: account.Check = {
  ...{ code: 'too_many_positions', unit: 'count', value: 3n, limit: 20n, detail: '' },
  ...{ passed: true, near: false },
};
const spreadOff: account.Check = {
  code: 'spread_exceeded',
  unit: 'ratio',
  value: 20_202n,
  limit: undefined,
  passed: true,
  near: false,
  detail: '',
};
const decision: account.Decision = {
  checks: [tooLarge, fewPositions, spreadOff],
  rulesVersion: 3,
  quote: quote(),
  market: marketView(),
};
const sizing: account.Sizing = {
  askedUsd: money.usd('50'),
  sizedUsd: money.usd('30'),
  by: 'fixed_usd',
  volatility: { multiplier: money.ratio('0.5'), points: 7, rho: undefined },
  clipped: true,
};

describe('risk decisions', () => {
  it('keeps each rule with its numbers, and the quote it saw', async () => {
    await take(signalRefused({ decision, sentence: 'Too large.' }));

    const row = await decisionOf(tables.database, signalId);
    expect(row).toMatchObject({
      decision: 'refused',
      code: 'position_too_large',
      sentence: 'Too large.',
      reduce_only: false,
      order_type: 'FAK',
      rules_version: 3,
      sizing: null,
      quote: { tokenId: examples.yesToken, bids: [{ price: '0.49', shares: '1000' }] },
      reserved_usd: null,
      position: '1',
    });
    expect(row?.checks).toEqual([
      {
        ...{ code: 'position_too_large', unit: 'usd', value: '20.5', limit: '20' },
        ...{ margin: '-0.5', passed: false, near: true, detail: 'size' },
      },
      {
        ...{ code: 'too_many_positions', unit: 'count', value: '3', limit: '20' },
        ...{ margin: '17', passed: true, near: false, detail: '' },
      },
      {
        ...{ code: 'spread_exceeded', unit: 'ratio', value: '0.020202', limit: null },
        ...{ margin: null, passed: true, near: false, detail: '' },
      },
    ]);
  });

  it('keeps what an approval may order, in a sentence and in numbers', async () => {
    await take(signalApproved({ decision: { ...decision, sizing } }));

    expect(await decisionOf(tables.database, signalId)).toMatchObject({
      decision: 'approved',
      code: null,
      sentence:
        'Approved: buy for $20.00 at $0.50 or better (asked for $50.00; sized by fixed_usd; only 7 ' +
        'hourly points of volatility, taken times 50 %; cut from $30.00 to the largest position ' +
        'allowed). Near its limit: position_too_large.',
      size_usd: '20.000000',
      shares: '40.000000',
      reserved_usd: '20.000000',
      sizing: {
        ...{ asked_usd: '50', sized_usd: '30', by: 'fixed_usd', clipped: true },
        volatility: { multiplier: '0.5', points: 7, rho: null },
      },
    });
  });

  it('tells exits from entries', async () => {
    await take(exitApproved());
    expect(await decisionOf(tables.database, 'exit-1')).toMatchObject({
      ...{ side: 'SELL', reduce_only: true },
    });
  });

  it('keeps what a sender wrote, whatever that is', async () => {
    const odd = signal({ strategyId: 'a\u0000b', observedAt: 'yesterday', tokenId: '\ud800' });
    const checks = [{ ...tooLarge, detail: 'observedAt "\u0000\udc00" is no instant' }];
    await take(
      signalRefused({ signal: odd, code: 'invalid_signal', decision: { ...decision, checks } }),
    );
    expect(await decisionOf(tables.database, signalId)).toMatchObject({
      ...{ strategy_id: 'a\ufffdb', token_id: '\ufffd', code: 'invalid_signal' },
      checks: [{ detail: 'observedAt "\ufffd\ufffd" is no instant' }],
    });
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    await sameInAnyBatches(tables, () => riskDecisions, accountStory());
  });

  it('keeps the first decision on a signal', async () => {
    await take(signalApproved(), signalRefused());
    expect(await decisionOf(tables.database, signalId)).toMatchObject({ decision: 'approved' });
  });
});

describe('the decisions on a strategy', () => {
  const refusal = (id: string, code: account.RefusalCode) =>
    signalRefused({ signal: signal({ signalId: id }), code });
  beforeEach(() =>
    take(
      signalApproved({ signalId: 'a' }),
      refusal('b', 'killed'),
      refusal('c', 'strategy_paused'),
      signalApproved({ signalId: 'elsewhere', strategyId: 'strategy-2' }),
      signalApproved({ signalId: 'd' }),
      refusal('e', 'killed'),
    ),
  );
  const list = async (asked: Parameters<typeof decisionsOf>[2] = {}) => {
    const { rows, before } = await decisionsOf(tables.database, strategyId, asked);
    return { ids: rows.map(({ signal_id }) => signal_id).join(' '), before };
  };

  it('come newest first, page by page', async () => {
    expect(await list()).toEqual({ ids: 'e d c b a', before: undefined });
    expect(await list({ limit: 2 })).toEqual({ ids: 'e d', before: '5' });
    expect(await list({ limit: 2, before: '5' })).toEqual({ ids: 'c b', before: '2' });
    expect(await list({ limit: 2, before: '2' })).toEqual({ ids: 'a', before: undefined });
    expect(await list({ limit: 0 })).toEqual({ ids: 'e', before: '6' });
  });

  it('can be asked for by their outcome', async () => {
    expect(await list({ decision: 'approved' })).toEqual({ ids: 'd a', before: undefined });
    expect(await list({ decision: 'refused', limit: 1 })).toEqual({ ids: 'e', before: '6' });
    expect(await list({ code: 'killed' })).toEqual({ ids: 'e b', before: undefined });
    expect(await list({ code: 'killed', before: '6' })).toEqual({ ids: 'b', before: undefined });
  });

  it('come two hundred at a time and no more', async () => {
    await tables.empty(riskDecisions);
    await take(
      ...Array.from({ length: 201 }, (_, index) => signalApproved({ signalId: `s-${index}` })),
    );
    const { rows, before } = await decisionsOf(tables.database, strategyId, { limit: 1_000 });
    expect({ length: rows.length, before }).toEqual({ length: 200, before: '2' });
  });

  it('have a last one', async () => {
    expect(await lastDecisionOf(tables.database, strategyId)).toMatchObject({ signal_id: 'e' });
    expect(await lastDecisionOf(tables.database, 'nobody')).toBeUndefined();
  });
});
