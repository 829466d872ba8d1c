import { beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions } from '@sluice/reactions';
import type { AuthenticatedRequest } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createManualClock,
  factsOn,
  recordFacts,
  type InMemoryLedger,
} from '@sluice/testing';
import { StrategiesController } from './strategies.controller.js';

const { accountId, at, strategyId, strategyRegistered } = examples;

const by = (name: string, key?: string): AuthenticatedRequest =>
  ({
    caller: { name, role: 'admin' },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  }) as unknown as AuthenticatedRequest;
const registration = { strategyId, accountId, capitalUsd: '10000' };

describe("the operator's side of risk", () => {
  let ledger: InMemoryLedger;
  let desk: StrategiesController;
  beforeEach(() => {
    ledger = createInMemoryLedger();
    const decisions = new Decisions(ledger);
    desk = new StrategiesController(() => ({ decisions, clock: createManualClock(at) }));
  });
  const facts = async (type: Fact['type']) =>
    (await factsOn(ledger)).filter((fact) => fact.type === type);
  const refusal = (error: string, field: string) => ({
    response: expect.objectContaining({ error, field, detail: expect.any(String) }),
  });

  describe('registering a strategy', () => {
    it('keeps who did it and with how much', async () => {
      await desk.register(registration, by('ana'));
      expect(await facts('StrategyRegistered')).toMatchObject([
        { data: { strategyId, accountId, capitalUsd: money.usd('10000'), by: 'ana', at } },
      ]);
    });

    it('does nothing the second time', async () => {
      await desk.register(registration, by('ana'));
      expect(await desk.register(registration, by('ana'))).toStrictEqual({ strategyId, accountId });
      expect(await facts('StrategyRegistered')).toHaveLength(1);
    });

    it('is refused with another capital, which would move every limit', async () => {
      await desk.register(registration, by('ana'));
      const again = desk.register({ ...registration, capitalUsd: '20000' }, by('ana'));
      await expect(again).rejects.toMatchObject(refusal('conflict', 'capitalUsd'));
    });

    it.each([
      ['capitalUsd', '0'],
      ['capitalUsd', '-5'],
      ['capitalUsd', 'much'],
      ['strategyId', 'a b'],
      ['accountId', 'account.1'],
      ['accountId', undefined],
    ])('is refused by the name of the field: %s %p', async (field, value) => {
      const registering = desk.register({ ...registration, [field]: value }, by('ana'));
      await expect(registering).rejects.toMatchObject(refusal('invalid_request', field));
      expect(await factsOn(ledger)).toStrictEqual([]);
    });
  });

  describe('setting rules', () => {
    const change = { accountId, rules: { daily_budget_usd: '100' }, why: 'first limits' };

    it('gives them a version, with who and why', async () => {
      await desk.register(registration, by('ana'));
      expect(await desk.setRules(strategyId, change, by('ana'))).toMatchObject({ version: 1 });
      expect(await facts('RiskRulesSet')).toMatchObject([
        { data: { by: 'ana', why: 'first limits', rules: { dailyBudgetUsd: money.usd('100') } } },
      ]);
    });

    it('changes nothing when the rules are the same', async () => {
      await desk.register(registration, by('ana'));
      await desk.setRules(strategyId, change, by('ana'));
      expect(await desk.setRules(strategyId, change, by('ana'))).toMatchObject({ version: 1 });
    });

    it('is refused for a strategy the account does not have', async () => {
      await expect(desk.setRules(strategyId, change, by('ana'))).rejects.toMatchObject(
        refusal('not_found', 'strategyId'),
      );
    });

    it.each([
      ['rules.daily_budget_usd', { rules: { daily_budget_usd: '-1' } }],
      ['why', { why: '' }],
    ])('is refused as a whole when one thing is wrong: %s', async (field, wrong) => {
      await desk.register(registration, by('ana'));
      await expect(
        desk.setRules(strategyId, { ...change, ...wrong }, by('ana')),
      ).rejects.toMatchObject(refusal('invalid_request', field));
      expect(await facts('RiskRulesSet')).toStrictEqual([]);
    });
  });

  describe('killing an account', () => {
    const why = { why: 'the feed is wrong' };

    it('stands on the ledger with who and why, once', async () => {
      await desk.kill(accountId, why, by('ana'));
      await desk.kill(accountId, why, by('ben'));
      expect(await facts('AccountKilled')).toMatchObject([
        { data: { accountId, by: 'ana', why: 'the feed is wrong' } },
      ]);
    });

    it('kills again after a release', async () => {
      await desk.kill(accountId, why, by('ana'));
      await desk.release(accountId, why, by('ana'));
      await desk.kill(accountId, why, by('ana'));
      expect(await facts('AccountKilled')).toHaveLength(2);
    });

    it('kills again after a release, though the caller always sends the same key', async () => {
      await desk.kill(accountId, why, by('ana', 'panic button'));
      await desk.release(accountId, why, by('ana', 'panic button'));
      await desk.kill(accountId, why, by('ana', 'panic button'));
      expect(await facts('AccountKilled')).toHaveLength(2);
    });

    it('needs a reason and an account', async () => {
      await expect(desk.kill(accountId, {}, by('ana'))).rejects.toMatchObject(
        refusal('invalid_request', 'why'),
      );
      await expect(desk.kill('a.b', why, by('ana'))).rejects.toMatchObject(
        refusal('invalid_request', 'body'),
      );
    });
  });

  it('shows a strategy with its money as decimals', async () => {
    await recordFacts(ledger, accountStream(accountId), strategyRegistered());
    expect(await desk.strategy(accountId, strategyId)).toMatchObject({
      killed: false,
      capitalUsd: '10000',
      equityUsd: '10000',
      exposureUsd: '0',
      openPositions: 0,
    });
    await expect(desk.strategy(accountId, 'nobody')).rejects.toMatchObject(
      refusal('not_found', 'strategyId'),
    );
  });
});
