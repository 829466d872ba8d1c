/**
 * What people do to risk, whichever way they call: every command becomes a fact with who and why.
 * What is so already is no fault: the answer says that nothing changed, so any call may be repeated.
 */
import {
  BadRequestException,
  ConflictException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { account, epochMs, money, type AccountId, type StrategyId } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { accountStream } from '@sluice/reactions';
import { readRequest, type Call } from '@sluice/runtime';
import { diffOf, toRiskRules } from '../rules-request.js';
import type { DeskParts } from './desk-parts.js';
import { placeInMemory, placeOf, requireAccount, stateOf, strategyIn } from './places.js';
import { Change, Clearing, Killing, Reason, Registration, Trip } from './requests.js';
import type { StrategyPlace } from './strategy-directory.js';
import { breakerView, type BreakerView } from './views.js';

/** Whether the call changed anything, and where. */
export type Changed = { readonly accountId: AccountId; readonly changed: boolean };
export type StrategyChanged = Changed & { readonly strategyId: StrategyId };
export type EverythingChanged = {
  readonly changed: boolean;
  readonly accounts: readonly Changed[];
};
export type RulesChanged = StrategyChanged & {
  /** The newest version, which these rules have. */
  readonly version: number;
  /** When they take or took effect; missing where nothing changed and they are in force. */
  readonly effectiveAt: string | undefined;
  readonly diff: ReturnType<typeof diffOf>;
};

const REFRESH_MS = 1_000;

type Signed = Pick<account.Signed, 'by' | 'why' | 'at'>;

export class RiskDesk {
  #registering: Promise<unknown> = Promise.resolve();

  constructor(private readonly open: () => DeskParts) {}

  async register(body: unknown, call: Call): Promise<StrategyChanged> {
    const wanted = readRequest(Registration, body);
    // One after the other, so that no two accounts get the same name.
    const turn = this.#registering.then(() => this.#register(wanted, call));
    this.#registering = turn.catch(() => undefined);
    return turn;
  }

  async setRules(strategyId: StrategyId, body: unknown, call: Call): Promise<RulesChanged> {
    const request = readRequest(Change, body);
    const { rules: columns, why, expectedVersion, effectiveAt } = request;
    const place = await this.#place(strategyId, request.accountId);
    const before = await this.#strategy(place);
    const signed = this.#sign(why, call);
    const rules = toRiskRules(columns);
    const [set] = await this.#tell({
      type: 'SetRiskRules',
      data: {
        ...{ ...place, ...signed, rules },
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
        ...(effectiveAt === undefined ? {} : { effectiveAt }),
      },
    });
    if (set?.type === 'RiskRulesSet') {
      const { version, at } = set.data;
      const inForce = account.rulesAt(before, epochMs(at)).rules;
      const takesEffect = set.data.effectiveAt ?? at;
      const diff = diffOf(inForce, rules);
      return { ...place, changed: true, version, effectiveAt: takesEffect, diff };
    }
    const { newestVersion: version, scheduled } = await this.#strategy(place);
    if (expectedVersion !== undefined && expectedVersion !== version) {
      const detail = `the newest version is ${version}, not ${expectedVersion}: somebody set rules since`;
      const conflict = { error: 'version_conflict', field: 'expectedVersion', detail, version };
      throw new ConflictException(conflict);
    }
    const takesEffect = scheduled?.effectiveAt;
    return { ...place, changed: false, version, effectiveAt: takesEffect, diff: [] };
  }

  pause(strategyId: StrategyId, body: unknown, call: Call): Promise<StrategyChanged> {
    return this.#steer(strategyId, body, call, 'PauseStrategy');
  }

  resume(strategyId: StrategyId, body: unknown, call: Call): Promise<StrategyChanged> {
    return this.#steer(strategyId, body, call, 'ResumeStrategy');
  }

  resetPeak(strategyId: StrategyId, body: unknown, call: Call): Promise<StrategyChanged> {
    return this.#steer(strategyId, body, call, 'ResetPeak');
  }

  async killStrategy(
    strategyId: StrategyId,
    body: unknown,
    call: Call,
  ): Promise<StrategyChanged & { readonly killed: true }> {
    const { why, flatten } = readRequest(Killing, body);
    const place = await placeInMemory(this.open(), strategyId);
    const data = { ...place, ...this.#sign(why, call), flatten };
    return { ...place, killed: true, changed: await this.#changes({ type: 'KillStrategy', data }) };
  }

  async releaseStrategy(
    strategyId: StrategyId,
    body: unknown,
    call: Call,
  ): Promise<StrategyChanged & { readonly killed: false }> {
    const answer = await this.#steer(strategyId, body, call, 'ReleaseStrategy');
    return { ...answer, killed: false };
  }

  async killAccount(
    accountId: AccountId,
    body: unknown,
    call: Call,
  ): Promise<Changed & { readonly killed: true }> {
    const { why, flatten } = readRequest(Killing, body);
    await requireAccount(this.open(), accountId);
    const data = { accountId, ...this.#sign(why, call), flatten };
    return {
      accountId,
      killed: true,
      changed: await this.#changes({ type: 'KillAccount', data }),
    };
  }

  async releaseAccount(
    accountId: AccountId,
    body: unknown,
    call: Call,
  ): Promise<Changed & { readonly killed: false }> {
    const { why } = readRequest(Reason, body);
    await requireAccount(this.open(), accountId);
    const data = { accountId, ...this.#sign(why, call) };
    return {
      accountId,
      killed: false,
      changed: await this.#changes({ type: 'ReleaseAccount', data }),
    };
  }

  /** Every account this service knows. One that cannot be reached does not spare the others. */
  async killEverything(body: unknown, call: Call): Promise<EverythingChanged> {
    const { why, flatten } = readRequest(Killing, body);
    const signed = this.#sign(why, call);
    return this.#everywhere('killed', (accountId) => ({
      type: 'KillAccount',
      data: { accountId, ...signed, flatten },
    }));
  }

  async releaseEverything(body: unknown, call: Call): Promise<EverythingChanged> {
    const signed = this.#sign(readRequest(Reason, body).why, call);
    return this.#everywhere('released', (accountId) => ({
      type: 'ReleaseAccount',
      data: { accountId, ...signed },
    }));
  }

  async tripStrategyBreaker(
    strategyId: StrategyId,
    body: unknown,
    call: Call,
  ): Promise<StrategyChanged & { readonly breaker: BreakerView | undefined }> {
    const trip = this.#readTrip(body);
    const place = await this.#place(strategyId);
    const changed = await this.#trip({ ...place, ...trip }, call);
    const { breakers } = await this.#strategy(place);
    return { ...place, changed, breaker: this.#show(breakers, 'strategy', trip.kind) };
  }

  async tripAccountBreaker(
    accountId: AccountId,
    body: unknown,
    call: Call,
  ): Promise<Changed & { readonly breaker: BreakerView | undefined }> {
    const trip = this.#readTrip(body);
    await requireAccount(this.open(), accountId);
    const changed = await this.#trip({ accountId, strategyId: undefined, ...trip }, call);
    const { breakers } = await this.#state(accountId);
    return { accountId, changed, breaker: this.#show(breakers, 'account', trip.kind) };
  }

  async clearStrategyBreaker(
    strategyId: StrategyId,
    body: unknown,
    call: Call,
  ): Promise<StrategyChanged> {
    const { kind, why } = readRequest(Clearing, body);
    const place = await this.#place(strategyId);
    const data = { ...place, kind, ...this.#sign(why, call) };
    return { ...place, changed: await this.#changes({ type: 'ClearBreaker', data }) };
  }

  async clearAccountBreaker(accountId: AccountId, body: unknown, call: Call): Promise<Changed> {
    const { kind, why } = readRequest(Clearing, body);
    await requireAccount(this.open(), accountId);
    const data = { accountId, strategyId: undefined, kind, ...this.#sign(why, call) };
    return { accountId, changed: await this.#changes({ type: 'ClearBreaker', data }) };
  }

  /**
   * Two processes can register the same name for two accounts only while one takes over from the
   * other. Then the first on the ledger has it: the other is told so, and its fact means nothing.
   */
  async #register(
    { strategyId, accountId, capitalUsd }: ReturnType<typeof Registration.parse>,
    call: Call,
  ): Promise<StrategyChanged> {
    const { clock, directory, accounts, readThrough } = this.open();
    const refuseOther = (owner: AccountId | undefined): void => {
      if (owner === undefined || owner === accountId) return;
      const detail = `${strategyId} belongs to account ${owner}; a strategy has one account for ever`;
      throw new ConflictException({ error: 'conflict', field: 'strategyId', detail });
    };
    refuseOther(await directory.accountOf(strategyId));
    const known = (await this.#state(accountId)).strategies.get(strategyId);
    if (known !== undefined && known.capitalUsd !== capitalUsd) {
      const capital = money.decimal(known.capitalUsd);
      const detail = `${strategyId} is registered with ${capital}`;
      throw new ConflictException({ error: 'conflict', field: 'capitalUsd', detail });
    }
    const data = { strategyId, accountId, capitalUsd, by: call.caller.name, at: clock.now() };
    const [registered] = await this.#tell({ type: 'RegisterStrategy', data });
    accounts.learn(accountId);
    if (registered !== undefined) {
      await readThrough(registered.position);
      refuseOther(await directory.accountOf(strategyId));
    }
    return { strategyId, accountId, changed: registered !== undefined };
  }

  async #steer(
    strategyId: StrategyId,
    body: unknown,
    call: Call,
    type: 'PauseStrategy' | 'ResumeStrategy' | 'ResetPeak' | 'ReleaseStrategy',
  ): Promise<StrategyChanged> {
    const { why } = readRequest(Reason, body);
    const place = await this.#place(strategyId);
    const data = { ...place, ...this.#sign(why, call) };
    return { ...place, changed: await this.#changes({ type, data }) };
  }

  #readTrip(body: unknown): Pick<account.TripBreaker['data'], 'kind' | 'until' | 'why'> {
    const { kind, why, forMs, until: given } = readRequest(Trip, body);
    const now = this.open().clock.now();
    const nowMs = epochMs(now);
    const until = forMs === undefined ? given : new Date(nowMs + forMs).toISOString();
    if (until === undefined || epochMs(until) > nowMs) return { kind, why, until };
    const fault = { field: 'until', detail: `must be after now, which is ${now}` };
    throw new BadRequestException({ error: 'invalid_request', ...fault, faults: [fault] });
  }

  #trip(trip: Omit<account.TripBreaker['data'], 'by' | 'at'>, call: Call): Promise<boolean> {
    const data = { ...trip, ...this.#sign(trip.why, call) };
    return this.#changes({ type: 'TripBreaker', data });
  }

  #show(
    breakers: readonly account.Breaker[],
    scope: BreakerView['scope'],
    kind: account.BreakerKind,
  ): BreakerView | undefined {
    const breaker = breakers.find((one) => one.kind === kind);
    return breaker && breakerView(breaker, scope, epochMs(this.open().clock.now()));
  }

  async #everywhere(
    done: string,
    command: (accountId: AccountId) => account.Command & { readonly data: Changing },
  ): Promise<EverythingChanged> {
    const { accounts } = this.open();
    const outcomes = new Map<AccountId, Promise<boolean>>();
    const tellKnown = async (): Promise<void> => {
      for (const accountId of accounts.all()) {
        if (outcomes.has(accountId)) continue;
        outcomes.set(accountId, this.#changes(command(accountId)));
      }
      await Promise.allSettled(outcomes.values());
    };
    await tellKnown();
    // The table knows no more than we do, but right after a start; nothing waits for it.
    await atMost(REFRESH_MS, accounts.refresh());
    await tellKnown();

    const changes: Changed[] = [];
    const missed: AccountId[] = [];
    for (const [accountId, outcome] of outcomes) {
      await outcome.then(
        (changed) => void changes.push({ accountId, changed }),
        () => void missed.push(accountId),
      );
    }
    if (missed.length > 0) {
      const detail = `could not be ${done}: ${missed.join(', ')}; all others are ${done}. Try again`;
      throw new ServiceUnavailableException({ error: 'partly_done', field: '', detail });
    }
    return { changed: changes.some(({ changed }) => changed), accounts: changes };
  }

  #place(strategyId: StrategyId, claimed?: AccountId): Promise<StrategyPlace> {
    return placeOf(this.open(), strategyId, claimed);
  }

  async #strategy(place: StrategyPlace): Promise<account.Strategy> {
    return strategyIn(await this.#state(place.accountId), place);
  }

  #state(accountId: AccountId): Promise<account.State> {
    return stateOf(this.open(), accountId);
  }

  #sign(why: string, { caller }: Call): Signed {
    return { by: caller.name, why, at: this.open().clock.now() };
  }

  async #changes(command: account.Command & { readonly data: Changing }): Promise<boolean> {
    return (await this.#tell(command)).length > 0;
  }

  #tell(
    command: account.Command & { readonly data: Changing },
  ): Promise<readonly Recorded<account.Event>[]> {
    // Each call is its own cause: what it asks may be asked again after it was undone.
    const causeId = `admin/${command.type}/${crypto.randomUUID()}`;
    const stream = accountStream(command.data.accountId);
    return this.open().decisions.tell(account.decider, stream, command, { causeId, journeyId: '' });
  }
}

/** Resolves when it is done, has failed, or takes too long. */
const atMost = (ms: number, doing: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, ms);
    doing
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(late);
        resolve();
      });
  });

type Changing = { readonly accountId: AccountId };
