/** Plays a tape: each line is what the account, the market or the clock would have told it live. */
import type { account, AccountId } from '@sluice/domain';
import { lineFor } from './change-line.js';
import { duplicateLine, type Output } from './decision-line.js';
import type { Line, LineOf } from './line.js';
import { malformed } from './malformed-line.js';
import { register, setRules, steer, type RulesFor } from './steering.js';
import { assess, close, endFills, fill, resolve } from './trading.js';
import { World, type Facts } from './world.js';

export class TapePlayer {
  readonly #rulesFor: RulesFor;
  readonly #world: World;
  #last: Line['at'] | undefined;

  /** The rules of a strategy as it is registered; the tape's own lines replace them. */
  constructor(rulesFor: RulesFor, world = new World()) {
    this.#rulesFor = rulesFor;
    this.#world = world;
  }

  /** What the line brought, in order. Throws MalformedLine, and then nothing of it happened. */
  play(line: Line): readonly Output[] {
    const { at } = line;
    if (this.#last !== undefined && at.ms < this.#last.ms) {
      const detail = `must not go back behind ${this.#last.written}, was ${at.written}`;
      throw malformed('at', detail);
    }
    this.#last = at;
    if (line.type === 'signal' && this.#world.orders.isDecided(line.signalId)) {
      return [duplicateLine(line.signalId, line.sizeUsd)];
    }
    return this.#hear(line)
      .map((fact) => lineFor(fact, at.written))
      .filter((told) => told !== undefined);
  }

  #hear(line: Line): Facts {
    const world = this.#world;
    switch (line.type) {
      case 'strategy':
        return register(line, this.#rulesFor, world);
      case 'rules':
        return setRules({ ...line, at: line.at.instant }, world);
      case 'market':
        world.markets.describe(line);
        return [];
      case 'quote':
        return quote(line, world);
      case 'signal':
        return assess(line, world);
      case 'fill':
        return fill(line, world);
      case 'settled':
      case 'failed':
        return endFills(line, world);
      case 'close':
        return close(line, world);
      case 'resolve':
        return resolve(line, world);
      case 'balance': {
        const data = { accountId: line.accountId, freeUsd: line.freeUsd, at: line.at.instant };
        return world.tell(line.accountId, { type: 'ObserveCollateral', data });
      }
      case 'pause':
      case 'resume':
      case 'kill':
      case 'release':
        return steer(line, world);
      case 'tick':
        return tick(line, world);
    }
  }
}

/** A new book: who holds its outcome is valued, unless it was a moment ago. */
function quote({ tokenId, bids, asks, at }: LineOf<'quote'>, world: World): Facts {
  world.quotes.keep({ tokenId, bids, asks, at: at.instant });
  return world.valuations
    .quoted(tokenId, at.ms)
    .flatMap((strategyId) => world.value(strategyId, at));
}

/** Time went by, for every account; then everything is valued. */
function tick({ at }: LineOf<'tick'>, world: World): Facts {
  const brought = [...world.accounts.ids()].flatMap((accountId) => passTime(accountId, at, world));
  const valued = world.valuations
    .ticked(at.ms)
    .flatMap((strategyId) => world.value(strategyId, at));
  return [...brought, ...valued];
}

/** The account tells so much at a time; all of it is due now. */
function passTime(accountId: AccountId, at: Line['at'], world: World): Facts {
  const facts: account.Event[] = [];
  for (;;) {
    const data = { accountId, at: at.instant };
    const told = world.tell(accountId, { type: 'PassTime', data });
    if (told.length === 0) return facts;
    facts.push(...told);
  }
}
