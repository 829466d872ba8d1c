/** What a tape says of its markets, and what goes without saying where it says nothing. */
import { fee, money, type account, type ConditionId, type TokenId } from '@sluice/domain';
import type { LineOf } from './line.js';
import { malformed } from './malformed-line.js';
import type { Quotes } from './quotes.js';

type Description = Omit<LineOf<'market'>, 'at' | 'type' | 'conditionId'>;

export class Markets {
  readonly #quotes: Quotes;
  readonly #described = new Map<ConditionId, Description>();
  /** Outcomes that appeared with a market of which nobody said which it has. */
  readonly #appeared = new Map<ConditionId, readonly TokenId[]>();

  constructor(quotes: Quotes) {
    this.#quotes = quotes;
  }

  /** A later description adds to an earlier one, and replaces what it says anew. */
  describe({ at: _, type: __, conditionId, ...description }: LineOf<'market'>): void {
    const before = this.#described.get(conditionId);
    const after = { ...before, ...description };
    if (after.negRiskEvent !== undefined && after.tokenIds === undefined) {
      throw malformed('tokenIds', 'must say which token is YES in a market with a negRiskEvent');
    }
    if (before?.status === 'resolved' && after.status !== 'resolved') {
      throw malformed(
        'status',
        `must be "resolved", which ends a market, was "${after.status ?? ''}"`,
      );
    }
    this.#described.set(conditionId, after);
  }

  appear(conditionId: ConditionId, tokenId: TokenId): void {
    const tokenIds = this.tokensOf(conditionId);
    if (this.#described.get(conditionId)?.tokenIds !== undefined) return;
    if (!tokenIds.includes(tokenId)) this.#appeared.set(conditionId, [...tokenIds, tokenId]);
  }

  tokensOf(conditionId: ConditionId): readonly TokenId[] {
    return this.#described.get(conditionId)?.tokenIds ?? this.#appeared.get(conditionId) ?? [];
  }

  resolve(conditionId: ConditionId): void {
    this.#described.set(conditionId, { ...this.#described.get(conditionId), status: 'resolved' });
  }

  view(conditionId: ConditionId): account.MarketView {
    const described = this.#described.get(conditionId) ?? {};
    const tokenIds = this.tokensOf(conditionId);
    const { feeRate: rate = fee.noFee.rate, feeExponent: exponent = fee.noFee.exponent } =
      described;
    const { negRiskEvent } = described;
    return {
      status: described.status ?? 'open',
      tokenIds,
      tickSize: described.tickSize ?? this.#finestTick(tokenIds),
      orderSizeMin: described.orderSizeMin ?? money.noShares,
      fee: { rate, exponent },
      ...(negRiskEvent === undefined ? {} : { negRiskEvent }),
    };
  }

  #finestTick(tokenIds: readonly TokenId[]): money.Price {
    return tokenIds
      .map((tokenId) => this.#quotes.tickOf(tokenId))
      .reduce((finest, tick) => (tick < finest ? tick : finest), COARSEST);
  }
}

const COARSEST = money.price('0.01');
