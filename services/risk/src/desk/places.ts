/** Finds the strategy or the account a caller means, and refuses by name what is not there. */
import { NotFoundException } from '@nestjs/common';
import { account, type AccountId } from '@sluice/domain';
import { accountStream } from '@sluice/reactions';
import { identifier, readRequest } from '@sluice/runtime';
import type { DeskParts } from './desk-parts.js';
import type { StrategyPlace } from './strategy-directory.js';

/** `claimed` is the account the caller thinks it is in. */
export async function placeOf(
  { directory }: Pick<DeskParts, 'directory'>,
  given: string,
  claimed?: AccountId,
): Promise<StrategyPlace> {
  const strategyId = readRequest(identifier, given, 'strategyId');
  const accountId = await directory.accountOf(strategyId);
  if (accountId !== undefined && (claimed ?? accountId) === accountId) {
    return { strategyId, accountId };
  }
  const where = claimed === undefined ? 'there is' : `account ${claimed} has`;
  throw notFound('strategyId', `${where} no strategy ${strategyId}`);
}

/** Without a table where that can be had, for what must work while Postgres does not. */
export async function placeInMemory(
  parts: Pick<DeskParts, 'directory' | 'decisions' | 'accounts'>,
  given: string,
): Promise<StrategyPlace> {
  const strategyId = readRequest(identifier, given, 'strategyId');
  const found: StrategyPlace[] = [];
  for (const accountId of parts.accounts.all()) {
    const { strategies } = await stateOf(parts, accountId);
    if (strategies.has(strategyId)) found.push({ strategyId, accountId });
  }
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 ? only : placeOf(parts, strategyId);
}

export const stateOf = (
  { decisions }: Pick<DeskParts, 'decisions'>,
  accountId: AccountId,
): Promise<account.State> => decisions.state(account.decider, accountStream(accountId));

/** The table and the account agree, unless the ledger is not the one the table was made from. */
export function strategyIn(
  { strategies }: account.State,
  { accountId, strategyId }: StrategyPlace,
): account.Strategy {
  const strategy = strategies.get(strategyId);
  if (strategy !== undefined) return strategy;
  throw notFound('strategyId', `account ${accountId} has no strategy ${strategyId}`);
}

/** A mistyped name must not look like a kill that worked. */
export async function requireAccount(
  parts: Pick<DeskParts, 'decisions'>,
  given: string,
): Promise<account.State> {
  const accountId = readRequest(identifier, given, 'accountId');
  const state = await stateOf(parts, accountId);
  if (state.strategies.size > 0) return state;
  throw notFound('accountId', `there is no account ${accountId}: none with a strategy`);
}

export const notFound = (field: string, detail: string): NotFoundException =>
  new NotFoundException({ error: 'not_found', field, detail });
