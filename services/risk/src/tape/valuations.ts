/**
 * When each strategy of a tape is valued anew, and with which marks: those of the outcomes it holds
 * whose books say something else than its last valuation. What they would change is kept as a sum,
 * so that asking costs the same however much is held.
 */
import { account, type AccountId, type StrategyId, type TokenId } from '@sluice/domain';
import type { Accounts } from './accounts.js';
import type { Quotes } from './quotes.js';

/** A quote brings no valuation sooner than this after the last. */
const INTERVAL_MS = 10_000;

/** What marks that are not told yet would change of a strategy's equity: each, and in sum. */
type Pending = { readonly byToken: Map<TokenId, bigint>; sumUsd: bigint };

export type Holders = {
  readonly accountId: AccountId;
  readonly strategyIds: readonly StrategyId[];
};

export class Valuations {
  readonly #accounts: Accounts;
  readonly #quotes: Quotes;
  readonly #pending = new Map<StrategyId, Pending>();
  /** Accounts that ever traded an outcome. */
  readonly #traders = new Map<TokenId, Set<AccountId>>();
  readonly #valuedMs = new Map<StrategyId, number>();
  #allValuedMs = Number.NEGATIVE_INFINITY;

  constructor(accounts: Accounts, quotes: Quotes) {
    this.#accounts = accounts;
    this.#quotes = quotes;
  }

  holdersOf(tokenId: TokenId): readonly Holders[] {
    return [...(this.#traders.get(tokenId) ?? [])].flatMap((accountId) => {
      const strategyIds = this.#accounts.state(accountId).holders.get(tokenId);
      return strategyIds === undefined ? [] : [{ accountId, strategyIds }];
    });
  }

  /** A book changed. Gives the strategies that hold its outcome and are due. */
  quoted(tokenId: TokenId, nowMs: number): readonly StrategyId[] {
    const holders = this.holdersOf(tokenId).flatMap(({ strategyIds }) => strategyIds);
    for (const strategyId of holders) this.#compare(strategyId, tokenId);
    return holders.filter((strategyId) => nowMs - this.#lastMs(strategyId) >= INTERVAL_MS);
  }

  /** All strategies are valued now. Gives those that have something to value. */
  ticked(nowMs: number): readonly StrategyId[] {
    this.#allValuedMs = nowMs;
    return [...this.#pending.keys()];
  }

  /**
   * The marks that are new to a strategy, which is valued with them now; none while nothing is told
   * with all of them, nor without them: fees may have moved what the marks move back.
   */
  marksFor(strategyId: StrategyId, nowMs: number): readonly account.Mark[] {
    const strategy = this.#accounts.strategy(strategyId);
    if (strategy === undefined) return [];
    this.#valuedMs.set(strategyId, nowMs);
    const pending = this.#pending.get(strategyId);
    if (pending === undefined) return [];
    const heldUsd = account.netEquity(strategy);
    const isTold = (usd: bigint): boolean => account.hasMoved(strategy.markedUsd, usd);
    if (!isTold(heldUsd) && !isTold(heldUsd + pending.sumUsd)) return [];
    return [...pending.byToken.keys()].flatMap((tokenId) => this.#quotes.markOf(tokenId) ?? []);
  }

  /** Positions changed, or marks were taken: what is still to tell of them changed too. */
  told(facts: readonly account.Event[]): void {
    for (const { type, data } of facts) {
      switch (type) {
        case 'ExposureOpened':
        case 'ExposureClosed':
        case 'FillReversed': {
          const { strategyId, tokenId, accountId } = data;
          const traders = this.#traders.get(tokenId) ?? new Set();
          this.#traders.set(tokenId, traders.add(accountId));
          this.#compare(strategyId, tokenId);
          break;
        }
        case 'EquityMarked':
          for (const { tokenId } of data.marks) this.#compare(data.strategyId, tokenId);
          break;
        default:
          break;
      }
    }
  }

  /** What the newest mark of one outcome would change, instead of what was noted before. */
  #compare(strategyId: StrategyId, tokenId: TokenId): void {
    const pending = this.#pending.get(strategyId) ?? { byToken: new Map(), sumUsd: 0n };
    pending.sumUsd -= pending.byToken.get(tokenId) ?? 0n;
    pending.byToken.delete(tokenId);
    const position = this.#accounts.position(strategyId, tokenId);
    const mark = this.#quotes.markOf(tokenId);
    if (position !== undefined && position.shares > 0n && mark !== undefined) {
      if (position.mark !== mark.price) {
        const changeUsd = account.unrealized(position, mark.price) - account.unrealized(position);
        pending.byToken.set(tokenId, changeUsd);
        pending.sumUsd += changeUsd;
      }
    }
    if (pending.byToken.size === 0) this.#pending.delete(strategyId);
    else this.#pending.set(strategyId, pending);
  }

  #lastMs(strategyId: StrategyId): number {
    const ownMs = this.#valuedMs.get(strategyId) ?? Number.NEGATIVE_INFINITY;
    return Math.max(ownMs, this.#allValuedMs);
  }
}
