import { beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { by, openDesk, type OpenDesk } from '../testing/open-desk.js';
import { RiskDesk } from './risk-desk.js';

const { accountId, at, later, strategyId } = examples;
const ana = by('ana');
const registration = { strategyId, accountId, capitalUsd: '10000' };
const why = { why: 'the feed is wrong' };
const place = { strategyId, accountId };
const refusal = (error: string, field: string, more: object = {}) => ({
  response: expect.objectContaining({ error, field, detail: expect.any(String), ...more }),
});

describe('the risk desk', () => {
  let open: OpenDesk;
  let desk: RiskDesk;
  beforeEach(() => {
    open = openDesk();
    ({ desk } = open);
  });
  const register = () => desk.register(registration, ana);

  describe('registering a strategy', () => {
    it('keeps who did it and with how much', async () => {
      expect(await register()).toStrictEqual({ ...place, changed: true });
      expect(await open.written()).toMatchObject([
        {
          type: 'StrategyRegistered',
          data: { ...place, capitalUsd: money.usd('10000'), by: 'ana', at },
        },
      ]);
    });

    it('does nothing the second time', async () => {
      await register();
      expect(await register()).toStrictEqual({ ...place, changed: false });
      expect(await open.written()).toHaveLength(1);
    });

    it('is refused with another capital, which would move every limit', async () => {
      await register();
      await expect(
        desk.register({ ...registration, capitalUsd: '20000' }, ana),
      ).rejects.toMatchObject(refusal('conflict', 'capitalUsd'));
    });

    it('is refused under a name that another account has', async () => {
      await register();
      const again = desk.register({ ...registration, accountId: 'account-2' }, ana);
      await expect(again).rejects.toMatchObject(refusal('conflict', 'strategyId'));
      expect(await open.written()).toHaveLength(1);
    });

    it('gives a name that two want at once to one of them', async () => {
      const both = await Promise.allSettled([
        register(),
        desk.register({ ...registration, accountId: 'account-2' }, ana),
      ]);
      expect(both.map(({ status }) => status)).toStrictEqual(['fulfilled', 'rejected']);
      expect(await open.written()).toHaveLength(1);
    });

    it('says that it lost a name to another process that was faster', async () => {
      const { directory } = open.parts;
      let looks = 0;
      const late = new RiskDesk(() => ({
        ...open.parts,
        directory: {
          ...directory,
          accountOf: async (id) => {
            looks += 1;
            const owner = await directory.accountOf(id);
            if (looks > 1) return owner;
            const other = examples.strategyRegistered({ accountId: 'account-2' });
            await recordFacts(open.ledger, accountStream('account-2'), other);
            return owner;
          },
        },
      }));
      await expect(late.register(registration, ana)).rejects.toMatchObject(
        refusal('conflict', 'strategyId'),
      );
    });

    it.each([
      ['capitalUsd', '0'],
      ['capitalUsd', '-5'],
      ['capitalUsd', 'much'],
      ['strategyId', 'a b'],
      ['accountId', 'account.1'],
      ['accountId', undefined],
    ])('is refused by the name of the field: %s %p', async (field, value) => {
      await expect(desk.register({ ...registration, [field]: value }, ana)).rejects.toMatchObject(
        refusal('invalid_request', field),
      );
      expect(await open.written()).toStrictEqual([]);
    });

    it('names every fault at once', async () => {
      const fault = (field: string) => ({ field, detail: expect.any(String) });
      const faults = ['strategyId', 'accountId', 'capitalUsd'].map(fault);
      await expect(
        desk.register({ strategyId: 'a b', accountId: '', capitalUsd: 'much' }, ana),
      ).rejects.toMatchObject(refusal('invalid_request', 'strategyId', { faults }));
    });
  });

  describe('setting rules', () => {
    const rules = { daily_budget_usd: '100', max_spread_pct: '0.02' };
    const change = { rules, why: 'first limits' };

    it('gives them a version, with who, why and what changed', async () => {
      await register();
      expect(await desk.setRules(strategyId, change, ana)).toStrictEqual({
        ...{ ...place, changed: true, version: 1, effectiveAt: at },
        diff: [
          { column: 'daily_budget_usd', from: null, to: '100' },
          { column: 'max_spread_pct', from: null, to: '0.02' },
        ],
      });
      expect(await open.written('RiskRulesSet')).toMatchObject([
        { data: { by: 'ana', why: 'first limits', rules: { dailyBudgetUsd: money.usd('100') } } },
      ]);
    });

    it('tells of the second change only what is not as it was', async () => {
      await register();
      await desk.setRules(strategyId, change, ana);
      const next = { rules: { ...rules, daily_budget_usd: '90' }, why: 'less' };
      expect(await desk.setRules(strategyId, next, ana)).toMatchObject({
        version: 2,
        diff: [{ column: 'daily_budget_usd', from: '100', to: '90' }],
      });
    });

    it('changes nothing when the rules are the same', async () => {
      await register();
      await desk.setRules(strategyId, change, ana);
      expect(await desk.setRules(strategyId, change, by('ben'))).toMatchObject({
        ...{ changed: false, version: 1, diff: [] },
      });
      expect(await open.written('RiskRulesSet')).toHaveLength(1);
    });

    it('is refused when somebody else was faster, with the version there is', async () => {
      await register();
      await desk.setRules(strategyId, { ...change, expectedVersion: 0 }, ana);
      const late = { rules: {}, why: 'all off', expectedVersion: 0 };
      await expect(desk.setRules(strategyId, late, by('ben'))).rejects.toMatchObject(
        refusal('version_conflict', 'expectedVersion', { version: 1 }),
      );
      expect(await open.written('RiskRulesSet')).toHaveLength(1);
    });

    it('can wait for a time of their own', async () => {
      await register();
      await desk.setRules(strategyId, change, ana);
      const next = { rules: {}, why: 'all off', effectiveAt: '2026-11-22T14:00:00+01:00' };
      const effectiveAt = later(3_600_000);
      expect(await desk.setRules(strategyId, next, ana)).toMatchObject({ version: 2, effectiveAt });
      expect(await open.reads.rules(strategyId)).toStrictEqual({
        ...place,
        newestVersion: 2,
        inForce: { version: 1, rules },
        scheduled: { version: 2, effectiveAt, rules: {} },
      });
      expect(await desk.setRules(strategyId, next, ana)).toMatchObject({
        ...{ changed: false, version: 2, effectiveAt },
      });
    });

    it('is refused for a strategy that is not there, or not there', async () => {
      await expect(desk.setRules(strategyId, change, ana)).rejects.toMatchObject(
        refusal('not_found', 'strategyId'),
      );
      await register();
      const elsewhere = { ...change, accountId: 'account-2' };
      await expect(desk.setRules(strategyId, elsewhere, ana)).rejects.toMatchObject(
        refusal('not_found', 'strategyId'),
      );
    });

    it.each([
      ['rules.daily_budget_usd', { rules: { daily_budget_usd: '-1' } }],
      ['rules', { rules: undefined }],
      ['why', { why: '' }],
      ['effectiveAt', { effectiveAt: 'tomorrow' }],
      ['expectedVersion', { expectedVersion: -1 }],
    ])('is refused as a whole when one thing is wrong: %s', async (field, wrong) => {
      await register();
      await expect(desk.setRules(strategyId, { ...change, ...wrong }, ana)).rejects.toMatchObject(
        refusal('invalid_request', field),
      );
      expect(await open.written('RiskRulesSet')).toStrictEqual([]);
    });
  });

  describe('pausing a strategy', () => {
    it('holds until somebody resumes it, and says what it did', async () => {
      await register();
      expect(await desk.pause(strategyId, why, ana)).toStrictEqual({ ...place, changed: true });
      expect(await desk.pause(strategyId, why, by('ben'))).toMatchObject({ changed: false });
      expect(await open.reads.state(strategyId)).toMatchObject({
        ...{ paused: true, status: 'no_rules' },
        pause: { kind: 'operator', by: 'ana', why: why.why, at },
      });
      expect(await desk.resume(strategyId, why, ana)).toMatchObject({ changed: true });
      expect(await desk.resume(strategyId, why, ana)).toMatchObject({ changed: false });
      const types = await open.writtenTypes();
      expect(types.slice(1)).toStrictEqual(['StrategyPaused', 'StrategyResumed']);
    });

    it('needs a reason and a strategy', async () => {
      await register();
      await expect(desk.pause(strategyId, {}, ana)).rejects.toMatchObject(
        refusal('invalid_request', 'why'),
      );
      await expect(desk.pause('nobody', why, ana)).rejects.toMatchObject(
        refusal('not_found', 'strategyId'),
      );
      await expect(desk.pause('no body', why, ana)).rejects.toMatchObject(
        refusal('invalid_request', 'strategyId'),
      );
    });
  });

  it('resets a peak to what the strategy is worth', async () => {
    await register();
    expect(await desk.resetPeak(strategyId, why, ana)).toMatchObject({ changed: false });
    await recordFacts(
      open.ledger,
      accountStream(accountId),
      examples.equityMarked({ peakUsd: money.usd('12000') }),
    );
    open.decisions.forget(accountStream(accountId));
    expect(await desk.resetPeak(strategyId, why, ana)).toMatchObject({ changed: true });
    expect(await open.written('PeakReset')).toMatchObject([
      { data: { fromUsd: money.usd('12000'), peakUsd: money.usd('10000'), by: 'ana' } },
    ]);
  });

  describe('a breaker', () => {
    it('is tripped for a strategy for a while, and cleared', async () => {
      await register();
      const trip = { why: 'news', forMs: 60_000 };
      const breaker = { scope: 'strategy', kind: 'operator', why: 'news', isOn: true };
      expect(await desk.tripStrategyBreaker(strategyId, trip, ana)).toStrictEqual({
        ...{ ...place, changed: true },
        breaker: { ...breaker, since: at, until: later(60_000) },
      });
      expect(await desk.tripStrategyBreaker(strategyId, { why: 'more' }, ana)).toMatchObject({
        ...{ changed: false, breaker },
      });
      expect(await desk.clearStrategyBreaker(strategyId, why, ana)).toMatchObject({
        changed: true,
      });
      expect(await desk.clearStrategyBreaker(strategyId, why, ana)).toMatchObject({
        changed: false,
      });
    });

    it('is tripped for a whole account until it is cleared', async () => {
      await register();
      const trip = { kind: 'venue_version', why: 'an upgrade' };
      expect(await desk.tripAccountBreaker(accountId, trip, ana)).toMatchObject({
        breaker: { scope: 'account', kind: 'venue_version', until: undefined, isOn: true },
      });
      expect((await open.state()).breakers).toHaveLength(1);
      const clearing = { kind: 'venue_version', why: 'done' };
      await desk.clearAccountBreaker(accountId, clearing, ana);
      expect((await open.state()).breakers).toStrictEqual([]);
    });

    it.each([
      ['until', { until: at }],
      ['until', { until: 'soon' }],
      ['forMs', { forMs: 0 }],
      ['forMs', { until: later(1_000), forMs: 1_000 }],
      ['kind', { kind: 'bad_mood' }],
    ])('is refused when its end or kind makes no sense: %s', async (field, wrong) => {
      await register();
      await expect(
        desk.tripStrategyBreaker(strategyId, { why: 'news', ...wrong }, ana),
      ).rejects.toMatchObject(refusal('invalid_request', field));
    });
  });

  describe('killing', () => {
    it('stops one strategy, with or without its exits', async () => {
      await register();
      const kill = { ...why, flatten: true };
      expect(await desk.killStrategy(strategyId, kill, ana)).toStrictEqual({
        ...{ ...place, killed: true, changed: true },
      });
      expect(await desk.killStrategy(strategyId, kill, ana)).toMatchObject({ changed: false });
      expect(await desk.killStrategy(strategyId, why, ana)).toMatchObject({ changed: true });
      expect(await open.written('StrategyKilled')).toMatchObject([
        { data: { flatten: true } },
        { data: { flatten: false } },
      ]);
      expect(await desk.releaseStrategy(strategyId, why, ana)).toStrictEqual({
        ...{ ...place, killed: false, changed: true },
      });
    });

    it('stops an account once, with who and why, and again after a release', async () => {
      await register();
      await desk.killAccount(accountId, why, ana);
      await desk.killAccount(accountId, why, by('ben'));
      expect(await open.written('AccountKilled')).toMatchObject([
        { data: { accountId, by: 'ana', why: 'the feed is wrong' } },
      ]);
      await desk.releaseAccount(accountId, why, ana);
      expect(await desk.killAccount(accountId, why, ana)).toMatchObject({ changed: true });
      expect(await desk.releaseAccount(accountId, why, ana)).toMatchObject({ changed: true });
    });

    it('is refused for an account nobody has, which would look like a kill that worked', async () => {
      await register();
      await expect(desk.killAccount('acount-1', why, ana)).rejects.toMatchObject(
        refusal('not_found', 'accountId'),
      );
      await expect(desk.killAccount('a.b', why, ana)).rejects.toMatchObject(
        refusal('invalid_request', 'accountId'),
      );
      await expect(desk.killAccount(accountId, {}, ana)).rejects.toMatchObject(
        refusal('invalid_request', 'why'),
      );
    });

    it('stops everything there is', async () => {
      await register();
      await desk.register({ ...registration, strategyId: 's-2', accountId: 'account-2' }, ana);
      await desk.killAccount('account-2', why, ana);
      expect(await desk.killEverything(why, ana)).toStrictEqual({
        changed: true,
        accounts: [
          { accountId, changed: true },
          { accountId: 'account-2', changed: false },
        ],
      });
      expect(await desk.killEverything(why, ana)).toMatchObject({ changed: false });
      expect(await desk.releaseEverything(why, ana)).toMatchObject({ changed: true });
      expect((await open.state('account-2')).killed).toBeUndefined();
    });

    it('needs no table: what is in memory is killed while Postgres is away', async () => {
      await register();
      const away = () => Promise.reject(new Error('no database'));
      const alone = new RiskDesk(() => ({
        ...open.parts,
        directory: { accountOf: away, list: away },
        accounts: { ...open.parts.accounts, refresh: away },
      }));
      expect(await alone.killStrategy(strategyId, why, ana)).toMatchObject({ changed: true });
      expect(await alone.killAccount(accountId, why, ana)).toMatchObject({ changed: true });
      const everything = { ...why, flatten: true };
      expect(await alone.killEverything(everything, ana)).toMatchObject({ changed: true });
    });

    it('also stops accounts that only the table knows yet', async () => {
      await open.given(examples.strategyRegistered());
      expect(await desk.killEverything(why, ana)).toMatchObject({
        accounts: [{ accountId, changed: true }],
      });
    });

    it('stops all others when one account cannot be reached, and names it', async () => {
      await register();
      await desk.register({ ...registration, strategyId: 's-2', accountId: 'account-2' }, ana);
      const ledger = open.ledger.as('risk');
      const decisions = new Decisions({
        ...ledger,
        append: (appending) =>
          appending.stream.id === 'account-2'
            ? Promise.reject(new Error('no answer'))
            : ledger.append(appending),
      });
      const partly = new RiskDesk(() => ({ ...open.parts, decisions }));
      await expect(partly.killEverything(why, ana)).rejects.toMatchObject({
        status: 503,
        response: { error: 'partly_done', detail: expect.stringContaining('account-2') },
      });
      expect((await open.state()).killed).toBeDefined();
    });
  });
});
