/** What people ask of risk, whichever way they call: where strategies stand, and what was decided. */
import { epochMs, type account, type StrategyId } from '@sluice/domain';
import { readRequest } from '@sluice/runtime';
import { decisionOf, decisionsOf } from '../projections/risk-decisions.js';
import { equityOf } from '../projections/risk-equity.js';
import { ruleWatchOf } from '../projections/risk-rule-watch.js';
import { rulesHistoryOf } from '../projections/risk-rules-history.js';
import {
  accountHistoryOf,
  stateHistoryOf,
  type HistoryKind,
} from '../projections/risk-state-history.js';
import type { Page, Paging } from '../projections/rows/page.js';
import { whyIdle } from '../why-idle.js';
import type { DeskParts } from './desk-parts.js';
import { notFound, placeOf, requireAccount, stateOf, strategyIn } from './places.js';
import {
  DecisionsPage,
  EquityPage,
  HistoryPage,
  SignalIdentifier,
  StateHistoryPage,
  StrategyPage,
} from './requests.js';
import {
  decisionView,
  equityPointView,
  rulesVersionView,
  ruleWatchView,
  stateChangeView,
} from './row-views.js';
import type { StrategyPlace } from './strategy-directory.js';
import { accountView, rulesView, stateView, summaryView } from './views.js';

export class RiskReads {
  constructor(private readonly open: () => DeskParts) {}

  /** In the order of their names; `after` of the answer asks for the next page. */
  async strategies(query: unknown) {
    const { accountId, after, limit } = readRequest(StrategyPage, query, 'query');
    const { directory, clock } = this.open();
    const found = await directory.list({ accountId, after, limit: limit + 1 });
    const at = clock.now();
    const strategies = await Promise.all(
      found.slice(0, limit).map(async (place) => {
        const state = await stateOf(this.open(), place.accountId);
        return summaryView(place, strategyIn(state, place), { state, at });
      }),
    );
    return { strategies, after: found.length > limit ? strategies.at(-1)?.strategyId : undefined };
  }

  async rules(strategyId: StrategyId) {
    const { place, strategy, at } = await this.#look(strategyId);
    return rulesView(place, strategy, at);
  }

  async rulesHistory(strategyId: StrategyId, query: unknown) {
    const paging = readRequest(HistoryPage, query, 'query');
    const { place, database } = await this.#tables(strategyId);
    const page = await rulesHistoryOf(database, strategyId, given(paging));
    return { ...place, ...shown(page, 'versions', rulesVersionView) };
  }

  async state(strategyId: StrategyId) {
    const { place, strategy, state, at } = await this.#look(strategyId);
    return stateView(place, strategy, { state, at });
  }

  /** Of one account's strategy, for callers who know both. */
  async stateIn(accountId: string, strategyId: StrategyId) {
    const place = await placeOf(this.open(), strategyId, accountId);
    return this.state(place.strategyId);
  }

  async stateHistory(strategyId: StrategyId, query: unknown) {
    const { kind, ...paging } = readRequest(StateHistoryPage, query, 'query');
    const { place, database } = await this.#tables(strategyId);
    const asked = kind === undefined ? {} : { kind: kind as HistoryKind };
    const page = await stateHistoryOf(database, strategyId, { ...given(paging), ...asked });
    return { ...place, ...shown(page, 'changes', stateChangeView) };
  }

  /** What it was worth whenever it was valued. */
  async equity(strategyId: StrategyId, query: unknown) {
    const { from, until, ...paging } = readRequest(EquityPage, query, 'query');
    const { place, database } = await this.#tables(strategyId);
    const page = await equityOf(database, strategyId, {
      ...given(paging),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    });
    return { ...place, ...shown(page, 'points', equityPointView) };
  }

  /** Of each rule that ever had a limit: when it was last asked, and how close it came. */
  async ruleWatch(strategyId: StrategyId) {
    const { place, database } = await this.#tables(strategyId);
    return { ...place, rules: (await ruleWatchOf(database, strategyId)).map(ruleWatchView) };
  }

  async decisions(strategyId: StrategyId, query: unknown) {
    const { decision, code, ...paging } = readRequest(DecisionsPage, query, 'query');
    const { place, database } = await this.#tables(strategyId);
    const page = await decisionsOf(database, strategyId, {
      ...given(paging),
      ...(decision === undefined ? {} : { decision }),
      ...(code === undefined ? {} : { code: code as account.RefusalCode }),
    });
    return { ...place, ...shown(page, 'decisions', decisionView) };
  }

  async decision(given: string) {
    const signalId = readRequest(SignalIdentifier, given, 'signalId');
    const { database, readLevel } = this.open();
    let row = await decisionOf(database, signalId);
    if (row === undefined) {
      // Decided a moment ago, perhaps.
      await readLevel();
      row = await decisionOf(database, signalId);
    }
    if (row !== undefined) return decisionView(row);
    throw notFound('signalId', `nothing was decided on a signal ${signalId}`);
  }

  /** Everything that would refuse its next entry, and what lifts it. */
  async idle(strategyId: StrategyId) {
    const { place, state, at } = await this.#look(strategyId);
    return { ...place, ...whyIdle(state, place.strategyId, epochMs(at)) };
  }

  async account(accountId: string) {
    const state = await requireAccount(this.open(), accountId);
    return accountView(accountId, state, this.open().clock.now());
  }

  /** What happened to an account and to all of its strategies. */
  async accountHistory(accountId: string, query: unknown) {
    const { kind, ...paging } = readRequest(StateHistoryPage, query, 'query');
    await requireAccount(this.open(), accountId);
    const asked = kind === undefined ? {} : { kind: kind as HistoryKind };
    const { database } = this.open();
    const page = await accountHistoryOf(database, accountId, { ...given(paging), ...asked });
    return { accountId, ...shown(page, 'changes', stateChangeView) };
  }

  async #look(strategyId: StrategyId) {
    const place = await placeOf(this.open(), strategyId);
    const state = await stateOf(this.open(), place.accountId);
    return { place, state, strategy: strategyIn(state, place), at: this.open().clock.now() };
  }

  async #tables(strategyId: StrategyId): Promise<Pick<DeskParts, 'database'> & Place> {
    return { place: await placeOf(this.open(), strategyId), database: this.open().database };
  }
}

type Place = { readonly place: StrategyPlace };

const given = ({
  before,
  limit,
}: {
  readonly before?: string | undefined;
  readonly limit: number;
}): Paging => (before === undefined ? { limit } : { before, limit });

/** A page under the name of what it lists; `before` of the answer asks for the next one. */
const shown = <Name extends string, Row, View>(
  { rows, before }: Page<Row>,
  name: Name,
  view: (row: Row) => View,
) =>
  ({ [name]: rows.map(view), before }) as { readonly [Key in Name]: readonly View[] } & {
    readonly before: string | undefined;
  };
