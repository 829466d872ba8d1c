/**
 * The rules of the markets we trade, kept so that no order waits for them. They hardly ever change;
 * only the grid moves by itself, and an order off the new grid is refused, which makes us ask again.
 */
import { epochMs, type ConditionId, type TokenId } from '@sluice/domain';
import { readMarketTerms, type MarketTerms, type MarketTermsContext } from './market-terms.js';

export type KeptTerms = {
  /** Undefined while the venue does not know the condition. Throws what reading the terms throws. */
  of(conditionId: ConditionId): Promise<MarketTerms | undefined>;
  /** The next order in this token asks the venue anew: it refused one for its grid or version. */
  forget(tokenId: TokenId): void;
};

export function keptTerms(context: MarketTermsContext & { readonly now: () => string }): KeptTerms {
  const kept = new Map<ConditionId, { readonly terms: MarketTerms; readonly readAtMs: number }>();
  const asking = new Map<ConditionId, Promise<MarketTerms | undefined>>();

  const read = async (conditionId: ConditionId): Promise<MarketTerms | undefined> => {
    const readAtMs = epochMs(context.now());
    const terms = await readMarketTerms(context, conditionId);
    kept.delete(conditionId);
    const oldest = kept.keys().next();
    if (kept.size >= MARKETS_MAX && oldest.done !== true) kept.delete(oldest.value);
    if (terms !== undefined) kept.set(conditionId, { terms, readAtMs });
    return terms;
  };
  /** Whoever asks while somebody asks already gets the same answer. */
  const ask = (conditionId: ConditionId): Promise<MarketTerms | undefined> => {
    const underWay = asking.get(conditionId);
    if (underWay !== undefined) return underWay;
    const asked = read(conditionId).finally(() => asking.delete(conditionId));
    asking.set(conditionId, asked);
    return asked;
  };
  return {
    async of(conditionId) {
      const known = kept.get(conditionId);
      if (known === undefined) return ask(conditionId);
      const ageMs = epochMs(context.now()) - known.readAtMs;
      if (ageMs > USED_MS) return ask(conditionId);
      // When it cannot be asked now, the next order tries again.
      if (ageMs > FRESH_MS) ask(conditionId).catch(() => undefined);
      return known.terms;
    },
    forget(tokenId) {
      for (const [conditionId, { terms }] of kept) {
        if (terms.outcomes.some((outcome) => outcome.tokenId === tokenId)) kept.delete(conditionId);
      }
    },
  };
}

/** Older terms are used once more while they are asked for again. */
const FRESH_MS = 30_000;
/** Older ones are not used. */
const USED_MS = 5 * 60_000;
const MARKETS_MAX = 1_000;
