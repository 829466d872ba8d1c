/** Decisions on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { decisionOf, riskDecisions } from './risk-decisions.js';
import { recorded } from './testing/account-streams.js';

const { marketView, quote, signal, signalApproved, signalId, signalRefused } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskDecisions));
afterAll(() => tables.drop());

const tooLarge: account.Check = {
  code: 'position_too_large',
  unit: 'usd',
  value: 20_500_000n,
  limit: 20_000_000n,
  passed: false,
  near: true,
  detail: 'size',
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
const decision = {
  checks: [tooLarge, spreadOff],
  rulesVersion: 3,
  quote: quote(),
  market: marketView(),
};

describe('risk decisions', () => {
  it('keeps each rule with its numbers, and the quote it saw', async () => {
    await tables.take(riskDecisions, recorded(signalRefused({ decision, sentence: 'Too large.' })));

    expect(await decisionOf(tables.database, signalId)).toMatchObject({
      decision: 'refused',
      code: 'position_too_large',
      sentence: 'Too large.',
      rules_version: 3,
      checks: [
        { code: 'position_too_large', unit: 'usd', value: '20.5', limit: '20', passed: false },
        { code: 'spread_exceeded', unit: 'ratio', value: '0.020202', limit: null, passed: true },
      ],
      quote: { bids: [{ price: '0.49', shares: '1000' }] },
      reserved_usd: null,
      position: '1',
    });
  });

  it('keeps what an approval may order', async () => {
    await tables.take(riskDecisions, recorded(signalApproved()));

    expect(await decisionOf(tables.database, signalId)).toMatchObject({
      decision: 'approved',
      code: null,
      size_usd: '20.000000',
      shares: '40.000000',
      reserved_usd: '20.000000',
    });
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      signalApproved(),
      signalRefused({ signal: signal({ signalId: 'signal-2' }), decision }),
      signalRefused(),
    );
    const whole = await tables.rebuild(riskDecisions, facts, 100);

    await tables.empty(riskDecisions);
    await tables.lose(riskDecisions, facts);
    await tables.take(riskDecisions, facts);
    expect(await decisionOf(tables.database, signalId)).toMatchObject({ decision: 'approved' });
    expect(await tables.rebuild(riskDecisions, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(riskDecisions, facts, 2)).toEqual(whole);
  });
});
