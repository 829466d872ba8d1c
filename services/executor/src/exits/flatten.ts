/**
 * Leaves every position in a scope because somebody says so: from now on each is sold, attempt after
 * attempt, until nothing sellable is left. What is being left already goes on as it was.
 */
import { exit, type AccountId, type StrategyId, type TokenId } from '@sluice/domain';
import { exitStream } from '@sluice/reactions';
import type { ExitDesk } from './exit-desk.js';
import { causeOf } from './watch-exits.js';

export type FlattenRequest = {
  readonly accountId: AccountId;
  /** Every strategy of the account when absent. */
  readonly strategyId?: StrategyId;
  /** Every outcome when absent. */
  readonly tokenId?: TokenId;
  readonly by: string;
  readonly why: string;
};

export type Flattened = {
  readonly strategyId: StrategyId;
  readonly tokenId: TokenId;
  /** False when it was being left already. */
  readonly begun: boolean;
};

/** Throws when the tables or the ledger are away: some positions may have been taken on by then. */
export async function flatten(
  desk: ExitDesk,
  { accountId, strategyId, tokenId, by, why }: FlattenRequest,
): Promise<readonly Flattened[]> {
  if (accountId !== desk.accountId) return [];
  await desk.upToDate();
  const wanted = (await desk.open()).filter(
    ({ held }) =>
      (strategyId === undefined || held.strategyId === strategyId) &&
      (tokenId === undefined || held.tokenId === tokenId),
  );
  const flattened: Flattened[] = [];
  for (const { held } of wanted) {
    const stream = exitStream(held);
    const state = await desk.decisions.state(exit.decider, stream);
    const { exitId, conditionId, position, rulesVersion } = held;
    const key = { exitId, accountId, conditionId };
    const of = { strategyId: held.strategyId, tokenId: held.tokenId };
    const at = desk.clock.now();
    const facts = await desk.decisions.tell(
      exit.decider,
      stream,
      { type: 'Flatten', data: { ...key, ...of, position, rulesVersion, by, why, at } },
      {
        causeId: causeOf(exitId, state),
        journeyId: exit.signalIdOf(exitId, state.rounds + 1, 1),
      },
    );
    flattened.push({ ...of, begun: facts.length > 0 });
  }
  return flattened;
}
