/** The accounts of a tape, each told by the very decider that also decides live. */
import { account, type AccountId, type StrategyId, type TokenId } from '@sluice/domain';

export class Accounts {
  readonly #states = new Map<AccountId, account.State>();
  readonly #owners = new Map<StrategyId, AccountId>();

  ids(): Iterable<AccountId> {
    return this.#states.keys();
  }

  state(accountId: AccountId): account.State {
    return this.#states.get(accountId) ?? account.initialState;
  }

  ownerOf(strategyId: StrategyId): AccountId | undefined {
    return this.#owners.get(strategyId);
  }

  strategy(strategyId: StrategyId): account.Strategy | undefined {
    return this.#stateOf(strategyId).strategies.get(strategyId);
  }

  position(strategyId: StrategyId, tokenId: TokenId): account.Position | undefined {
    return this.#stateOf(strategyId).positions.get(account.positionKey(strategyId, tokenId));
  }

  tell(accountId: AccountId, command: account.Command): readonly account.Event[] {
    const state = this.state(accountId);
    const facts = account.decide(command, state);
    if (facts.length > 0) this.#states.set(accountId, facts.reduce(account.evolve, state));
    for (const { type, data } of facts) {
      if (type === 'StrategyRegistered') this.#owners.set(data.strategyId, accountId);
    }
    return facts;
  }

  #stateOf(strategyId: StrategyId): account.State {
    const owner = this.ownerOf(strategyId);
    return owner === undefined ? account.initialState : this.state(owner);
  }
}
