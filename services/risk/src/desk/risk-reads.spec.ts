import { beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { by, openDesk, type OpenDesk } from '../testing/open-desk.js';

const { accountId, at, later, strategyId } = examples;
const place = { strategyId, accountId };

describe('what people ask of risk', () => {
  let open: OpenDesk;
  beforeEach(() => {
    open = openDesk();
  });
  const trade = () =>
    open.given(
      examples.strategyRegistered(),
      examples.riskRulesSet(),
      examples.signalApproved(),
      examples.exposureOpened(),
      examples.equityMarked({
        marks: [{ tokenId: examples.yesToken, price: 400_000n }],
        equityUsd: money.usd('9996'),
        troughUsd: money.usd('9996'),
      }),
    );

  it('shows where a strategy stands, with its money as decimals', async () => {
    await trade();
    expect(await open.reads.state(strategyId)).toMatchObject({
      ...place,
      status: 'open',
      capitalUsd: '10000',
      equityUsd: '9996',
      peakUsd: '10000',
      troughUsd: '9996',
      drawdownPct: '0.0004',
      unrealizedUsd: '-4',
      exposureUsd: '20',
      openPositions: 1,
      pendingEntries: 0,
      spentUsd: { day: '20', week: '20', month: '20' },
      rulesVersion: 1,
      killed: false,
      kills: [],
      breakers: [],
    });
    expect(await open.reads.stateIn(accountId, strategyId)).toMatchObject(place);
    await expect(open.reads.stateIn('account-2', strategyId)).rejects.toMatchObject({
      response: { error: 'not_found', field: 'strategyId' },
    });
  });

  it('counts what was spent in the windows of now', async () => {
    await trade();
    open.clock.pass(86_400_000);
    const { spentUsd } = await open.reads.state(strategyId);
    expect(spentUsd).toStrictEqual({ day: '0', week: '0', month: '20' });
  });

  it('shows every kill and breaker with what it holds for', async () => {
    await trade();
    await open.given(
      examples.accountKilled({ flatten: true }),
      examples.strategyKilled(),
      examples.breakerTripped({ strategyId: undefined, kind: 'order_errors', until: later(10) }),
    );
    open.clock.pass(10);
    const { kills, breakers, status } = await open.reads.state(strategyId);
    expect({ kills, breakers, status }).toMatchObject({
      kills: [
        { scope: 'account', flatten: true },
        { scope: 'strategy', flatten: false },
      ],
      breakers: [{ scope: 'account', kind: 'order_errors', isOn: false }],
      status: 'killed',
    });
    expect(await open.reads.account(accountId)).toMatchObject({
      ...{ accountId, at: later(10), killed: true },
      kills: [{ scope: 'account' }],
      breakers: [{ kind: 'order_errors' }],
      reservedUsd: '0',
      freeCollateralUsd: undefined,
      strategies: [{ ...place, status: 'killed', kills: [{ scope: 'strategy' }] }],
    });
  });

  it('says what an account’s wallet has left', async () => {
    await trade();
    await open.given(examples.collateralObserved(money.usd('250')));
    expect(await open.reads.account(accountId)).toMatchObject({ freeCollateralUsd: '230' });
    await expect(open.reads.account('account-2')).rejects.toMatchObject({
      response: { error: 'not_found', field: 'accountId' },
    });
  });

  it('lists strategies page by page', async () => {
    for (const [id, account] of [
      ['one', 'a'],
      ['three', 'b'],
      ['two', 'a'],
    ]) {
      const registration = { strategyId: id, accountId: account, capitalUsd: '5' };
      await open.desk.register(registration, by('ana'));
    }
    const first = await open.reads.strategies({ limit: '2' });
    expect(first).toMatchObject({
      strategies: [
        { strategyId: 'one', status: 'no_rules', capitalUsd: '5' },
        { strategyId: 'three' },
      ],
      after: 'three',
    });
    expect(await open.reads.strategies({ after: first.after })).toMatchObject({
      strategies: [{ strategyId: 'two' }],
      after: undefined,
    });
    const { strategies } = await open.reads.strategies({ accountId: 'a' });
    expect(strategies.map((one) => one.strategyId)).toStrictEqual(['one', 'two']);
    await expect(open.reads.strategies({ limit: 'all' })).rejects.toMatchObject({
      response: { error: 'invalid_request', field: 'limit' },
    });
  });

  it('explains why nothing trades', async () => {
    await open.given(examples.strategyRegistered(), examples.strategyPaused());
    expect(await open.reads.idle(strategyId)).toMatchObject({
      ...{ ...place, at, blocked: true },
      obstacles: [{ code: 'rules_not_set' }, { code: 'strategy_paused', since: at }],
    });
  });

  it('refuses a page that cannot be', async () => {
    await trade();
    for (const [field, query] of [
      ['before', { before: 'yesterday' }],
      ['before', { before: '9'.repeat(19) }],
      ['limit', { limit: '0' }],
      ['kind', { kind: 'Killed!' }],
      ['query', { page: '2' }],
    ] as const) {
      await expect(open.reads.stateHistory(strategyId, query)).rejects.toMatchObject({
        response: { error: 'invalid_request', field },
      });
    }
  });
});
