/**
 * What people do to redemptions, whichever way they call: each plan and each wallet action is a fact
 * with who and why. What is so already is no fault: the answer says that nothing changed.
 */
import { ConflictException } from '@nestjs/common';
import { market, money, redemption, walletAction, type ConditionId } from '@sluice/domain';
import { redemptionStream, walletActionStream } from '@sluice/reactions';
import { readRequest, uuidFrom, type Call } from '@sluice/runtime';
import { randomUUID } from 'node:crypto';
import type { DeskParts } from './desk-parts.js';
import { marketNow } from './market-now.js';
import { notFound } from './redemption-reads.js';
import { Approve, ConditionIdentifier, Merge, Reason, RedeemNow } from './requests.js';
import { stateWord } from './views.js';
import { hasten } from './waiting-effects.js';

export class RedemptionDesk {
  constructor(private readonly open: () => DeskParts) {}

  /** Plans anew from what the chain shows now, unless something of it is on its way. */
  async redeem(given: string, body: unknown, call: Call) {
    const conditionId = readRequest(ConditionIdentifier, given, 'conditionId');
    const { why, burnLosers = false } = readRequest(RedeemNow, body);
    return this.#plan(conditionId, { why, burnLosers, by: call.caller.name });
  }

  /** What waits for another try is tried now; what was given up is planned anew. */
  async retry(given: string, body: unknown, call: Call) {
    const conditionId = readRequest(ConditionIdentifier, given, 'conditionId');
    const { why } = readRequest(Reason, body);
    const { accountId, decisions, database } = this.open();
    await this.#listed(conditionId);
    const stream = redemptionStream(accountId, conditionId);
    const state = await decisions.state(redemption.decider, stream);
    if (state.kind === 'abandoned') {
      return this.#plan(conditionId, { why, burnLosers: false, by: call.caller.name });
    }
    const changed = await hasten(database, conditionId);
    return { conditionId, changed, state: stateWord(state) };
  }

  /** Complete sets become money without waiting for any resolution. */
  async merge(given: string, body: unknown, call: Call) {
    const conditionId = readRequest(ConditionIdentifier, given, 'conditionId');
    const { shares: wanted, why } = readRequest(Merge, body);
    const state = await this.#listed(conditionId);
    if (state.kind === 'resolved') {
      throw refused('resolved', conditionId, 'is resolved: redeem it instead');
    }
    const { shares: held } = await this.open().holdings(conditionId);
    const sets = held.reduce((least, shares) => (shares < least ? shares : least), held[0] ?? 0n);
    const shares = wanted ?? (sets as money.MicroShares);
    if (shares > sets || sets === 0n) {
      const found = `${money.decimal(sets)} complete sets are held`;
      throw refused('too_few_sets', conditionId, `cannot be merged so far: ${found}`);
    }
    const tokenIds = state.listing.outcomes.map(({ tokenId }) => tokenId);
    const answer = await this.#act({ kind: 'merge', conditionId, tokenIds, shares }, why, call);
    return { ...answer, conditionId, shares: money.decimal(shares) };
  }

  /** Lets the contracts that redeem take the wallet's outcomes. */
  async approve(body: unknown, call: Call) {
    const { operator, why } = readRequest(Approve, body);
    const needed = await this.open().approvals();
    const asked = needed.filter(
      (one) => (operator ?? one.operator).toLowerCase() === one.operator.toLowerCase(),
    );
    if (operator !== undefined && asked.length === 0) {
      const detail = `${operator} needs no approval of this wallet`;
      throw new ConflictException({ error: 'not_needed', field: 'operator', detail });
    }
    const approvals = asked
      .filter(({ granted }) => granted !== true)
      .map(({ token, operator: to }) => ({ token, operator: to }));
    if (approvals.length === 0) return { changed: false, approvals };
    const groups = this.open().batches ? [approvals] : approvals.map((one) => [one]);
    const [first, ...others] = groups.map(
      (group) => ({ kind: 'approve', approvals: group }) as const,
    );
    if (first === undefined) return { changed: false, approvals };
    const answer = await this.#act(first, why, call);
    for (const [index, work] of others.entries()) {
      await this.#act(work, why, call, `/${index + 1}`);
    }
    return { ...answer, approvals };
  }

  async #plan(
    conditionId: ConditionId,
    asked: { readonly by: string; readonly why: string; readonly burnLosers: boolean },
  ) {
    const { accountId, wallet, decisions, database, clock, holdings } = this.open();
    const about = await this.#listed(conditionId);
    if (about.kind !== 'resolved') {
      throw refused('not_resolved', conditionId, 'has no payout on chain yet');
    }
    const { shares, blockNumber } = await holdings(conditionId);
    const held = about.listing.outcomes.map(({ tokenId }, index): redemption.Holding => {
      const own = shares[index] ?? money.noShares;
      return { tokenId, shares: own, payoutUsd: market.paid(about, tokenId, own) ?? money.noUsd };
    });
    const redemptionId = redemption.redemptionIdOf(accountId, conditionId);
    const stream = redemptionStream(accountId, conditionId);
    const { by, why, burnLosers } = asked;
    const key = { redemptionId, accountId, wallet, conditionId };
    const data = { ...key, holdings: held, blockNumber, by, why, at: clock.now() };
    const facts = await decisions.tell(
      redemption.decider,
      stream,
      { type: 'SettleHoldings', data: { ...data, ...(burnLosers ? { burnsLosers: true } : {}) } },
      // Each call is its own cause.
      { causeId: `admin/SettleHoldings/${randomUUID()}`, journeyId: '' },
    );
    const hastened = await hasten(database, conditionId);
    const state = await decisions.state(redemption.decider, stream);
    return {
      conditionId,
      changed: facts.length > 0 || hastened,
      state: stateWord(state),
      expectedPayoutUsd: money.decimal(money.sum(held.map(({ payoutUsd }) => payoutUsd))),
    };
  }

  async #act(work: walletAction.Work, why: string, call: Call, suffix = '') {
    const { accountId, wallet, decisions, clock } = this.open();
    const { caller, idempotencyKey } = call;
    // The same key is the same action for ever.
    const actionId =
      idempotencyKey === undefined
        ? randomUUID()
        : uuidFrom('wallet-action', `${accountId}/${caller.name}/${idempotencyKey}${suffix}`);
    const data = { actionId, accountId, wallet, work, by: caller.name, why, at: clock.now() };
    const facts = await decisions.tell(
      walletAction.decider,
      walletActionStream(actionId, accountId),
      { type: 'RequestAction', data },
      { causeId: `admin/RequestAction/${actionId}`, journeyId: '' },
    );
    return { actionId, changed: facts.length > 0 };
  }

  async #listed(conditionId: ConditionId) {
    const state = await marketNow(this.open().decisions, conditionId);
    if (state.kind === 'unknown') throw notFound(`condition ${conditionId} was never listed`);
    return state;
  }
}

const refused = (error: string, conditionId: ConditionId, found: string): ConflictException =>
  new ConflictException({ error, field: 'conditionId', detail: `${conditionId} ${found}` });
