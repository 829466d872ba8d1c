/** What people ask of redemption: what waits, what was paid with its proof, and the capital that sits. */
import { NotFoundException } from '@nestjs/common';
import { encodeFact } from '@sluice/contracts';
import { market, money, redemption, type ConditionId, type Fact } from '@sluice/domain';
import { marketStream, redemptionStream } from '@sluice/reactions';
import { readRequest } from '@sluice/runtime';
import { receiptsOf } from '../projections/redemption-receipts.js';
import { redemptionsAsked, redemptionsOfCondition } from '../projections/redemptions.js';
import { actionsOf } from '../projections/wallet-actions.js';
import type { DeskParts } from './desk-parts.js';
import { ActionsPage, ConditionIdentifier, RedemptionsPage } from './requests.js';
import { totalOf, unredeemedOf, type Unredeemed } from './unredeemed.js';
import { actionView, receiptView, redemptionView, stateWord, totalView } from './views.js';
import { waitingOf } from './waiting-effects.js';

export class RedemptionReads {
  constructor(private readonly open: () => DeskParts) {}

  /** Resolved and not redeemed, oldest first: the money, how far it is, and the next try. */
  async pending() {
    const parts = this.open();
    const unredeemed = await unredeemedOf(parts);
    const conditionIds = [...new Set(unredeemed.map(({ conditionId }) => conditionId))];
    return {
      redemptions: await Promise.all(
        conditionIds.map((conditionId) =>
          this.#pendingOne(
            conditionId,
            unredeemed.filter((one) => one.conditionId === conditionId),
          ),
        ),
      ),
    };
  }

  /** What each filled order was paid, newest first; `before` of the answer asks for the next page. */
  async redemptions(query: unknown) {
    const { limit, ...asked } = readRequest(RedemptionsPage, query, 'query');
    const { database, accountId } = this.open();
    const found = await redemptionsAsked(database, { ...asked, accountId, limit: limit + 1 });
    const redemptions = found.slice(0, limit).map(redemptionView);
    const last = redemptions.at(-1)?.redemptionId;
    return { redemptions, before: found.length > limit ? last : undefined };
  }

  /** One condition: its plan, every attempt with its proof, what each order got, and every fact. */
  async redemption(given: string) {
    const conditionId = readRequest(ConditionIdentifier, given, 'conditionId');
    const { database, ledger, accountId, decisions } = this.open();
    const stream = redemptionStream(accountId, conditionId);
    const state = await decisions.state(redemption.decider, stream);
    if (state.kind === 'none') throw notFound(`there is no redemption of condition ${conditionId}`);
    const { facts } = await ledger.load(stream);
    const redemptionId = redemption.redemptionIdOf(accountId, conditionId);
    const orders = await redemptionsOfCondition(database, accountId, conditionId);
    return {
      ...{ redemptionId, accountId, conditionId, state: stateWord(state) },
      expectedPayoutUsd:
        'plan' in state && state.plan !== undefined
          ? money.decimal(state.plan.expectedPayoutUsd)
          : undefined,
      nextTryAt: (await waitingOf(database, conditionId))?.nextTryAt,
      receipts: (await receiptsOf(database, redemptionId)).map(receiptView),
      orders: orders.map(redemptionView),
      facts: facts.map(({ type, data, at, position }) => ({
        ...{ type, at, position },
        stored: JSON.parse(encodeFact({ type, data } as Fact)) as object,
      })),
    };
  }

  /** Money that is resolved and not redeemed, and for how long, in all and of each strategy. */
  async capital() {
    const parts = this.open();
    const unredeemed = await unredeemedOf(parts);
    const strategyIds = [...new Set(unredeemed.map(({ strategyId }) => strategyId))].sort();
    return {
      accountId: parts.accountId,
      ...totalView(totalOf(unredeemed)),
      strategies: strategyIds.map((strategyId) => ({
        strategyId,
        ...totalView(totalOf(unredeemed.filter((one) => one.strategyId === strategyId))),
      })),
    };
  }

  /** Who must be allowed to take the wallet's outcomes, and whether it is. */
  async approvals() {
    const { wallet, approvals } = this.open();
    return { wallet, approvals: await approvals() };
  }

  /** Merges and approvals, newest first. */
  async actions(query: unknown) {
    const { limit } = readRequest(ActionsPage, query, 'query');
    const { database, accountId } = this.open();
    return { actions: (await actionsOf(database, { accountId, limit })).map(actionView) };
  }

  async #pendingOne(conditionId: ConditionId, parts: readonly Unredeemed[]) {
    const { accountId, decisions, database } = this.open();
    const stream = redemptionStream(accountId, conditionId);
    const state = await decisions.state(redemption.decider, stream);
    const about = await decisions.state(market.decider, marketStream(conditionId));
    const waiting = await waitingOf(database, conditionId);
    const sent = 'transactions' in state ? state.transactions.at(-1)?.transactionHash : undefined;
    const payoutUsd = parts.reduce((total, one) => total + one.payoutUsd, 0n);
    return {
      ...{ redemptionId: redemption.redemptionIdOf(accountId, conditionId), conditionId },
      question: 'listing' in about ? about.listing.question : undefined,
      state: stateWord(state),
      payoutUsd: money.decimal(payoutUsd),
      resolvedAt: parts[0]?.resolvedAt,
      ageMs: Math.max(...parts.map(({ ageMs }) => ageMs)),
      strategies: [...new Set(parts.map(({ strategyId }) => strategyId))],
      attempts: 'attempts' in state ? state.attempts : 0,
      needsPerson: state.kind === 'abandoned',
      transactionHash: sent === '' ? undefined : sent,
      nextTryAt: waiting?.nextTryAt,
      lastError: waiting?.lastError,
    };
  }
}

export const notFound = (detail: string): NotFoundException =>
  new NotFoundException({ error: 'not_found', field: 'conditionId', detail });
