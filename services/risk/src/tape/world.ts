/** Everything that is known while a tape is played: accounts, markets, books, orders. */
import type { account, AccountId, StrategyId } from '@sluice/domain';
import { Accounts } from './accounts.js';
import type { Line } from './line.js';
import { malformed } from './malformed-line.js';
import { Markets } from './markets.js';
import { Orders } from './orders.js';
import { Quotes } from './quotes.js';
import { Valuations } from './valuations.js';

export type Facts = readonly account.Event[];

export class World {
  readonly accounts = new Accounts();
  readonly quotes = new Quotes();
  readonly markets = new Markets(this.quotes);
  readonly orders = new Orders();
  readonly valuations = new Valuations(this.accounts, this.quotes);

  /** The one way anything happens to an account. */
  tell(accountId: AccountId, command: account.Command): Facts {
    const facts = this.accounts.tell(accountId, command);
    this.valuations.told(facts);
    return facts;
  }

  /** Values what a strategy holds with all that is new to it. */
  value(strategyId: StrategyId, at: Line['at']): Facts {
    const marks = this.valuations.marksFor(strategyId, at.ms);
    if (marks.length === 0) return [];
    const accountId = this.ownerOf(strategyId);
    const data = { accountId, strategyId, marks, at: at.instant };
    return this.tell(accountId, { type: 'MarkEquity', data });
  }

  /** Throws MalformedLine when nobody registered it. */
  ownerOf(strategyId: StrategyId): AccountId {
    const owner = this.accounts.ownerOf(strategyId);
    if (owner !== undefined) return owner;
    throw malformed('strategyId', `must be a strategy of an earlier line, was "${strategyId}"`);
  }
}
