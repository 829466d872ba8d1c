/** One position as people see it: what is armed at which price, and how far the way out is. */
import { exit, money } from '@sluice/domain';
import type { ExitRow } from './exit-row.js';
import { entryPriceOf, type HeldExit } from './exit-tables.js';

export type OpenExit = { readonly row: ExitRow; readonly held: HeldExit };

/** Money, prices and shares as decimals; absent where not armed, or not so. */
export type ExitView = {
  readonly strategyId: string;
  readonly tokenId: string;
  readonly conditionId: string;
  readonly settledShares: string;
  readonly provisionalShares: string;
  readonly entryPrice?: string;
  readonly enteredAt: string;
  readonly stopLoss?: string;
  readonly takeProfit?: string;
  readonly trailingStop?: string;
  readonly trailingHigh?: string;
  readonly timeStopAt?: string;
  readonly state: 'idle' | 'exiting';
  readonly kind?: exit.Kind;
  readonly attempts: number;
  readonly lastOutcome?: string;
  readonly unprotectedSince?: string;
  /** Too little to be sold: it rides to resolution. */
  readonly dust: boolean;
};

export function exitView({ row, held }: OpenExit): ExitView {
  const { position, market, rules } = held;
  const { settledShares, provisionalShares, enteredAt } = position;
  const high =
    row.high_entered_at === enteredAt && row.trailing_high_usd !== null
      ? money.price(row.trailing_high_usd)
      : undefined;
  const entryPrice = entryPriceOf(row);
  const armed =
    rules === undefined || market === undefined
      ? {}
      : exit.thresholds({ entryPrice, enteredAt, rules, tickSize: market.tickSize, high });
  const whole = settledShares + provisionalShares;
  const exiting = row.state === 'exiting';
  return {
    strategyId: held.strategyId,
    tokenId: held.tokenId,
    conditionId: held.conditionId,
    settledShares: money.decimal(settledShares),
    provisionalShares: money.decimal(provisionalShares),
    enteredAt,
    ...priced({
      entryPrice,
      stopLoss: armed.stopLoss,
      takeProfit: armed.takeProfit,
      trailingStop: armed.trailingStop,
      trailingHigh: high,
    }),
    ...(armed.timeStopAt === undefined ? {} : { timeStopAt: armed.timeStopAt }),
    state: row.state,
    ...(exiting && row.kind !== null ? { kind: row.kind } : {}),
    attempts: exiting ? row.attempts : 0,
    ...(row.last_outcome === null ? {} : { lastOutcome: row.last_outcome }),
    ...(row.unprotected_since === null ? {} : { unprotectedSince: row.unprotected_since }),
    dust: market !== undefined && whole > 0n && !exit.isLargeEnough(whole, market),
  };
}

const priced = <Name extends string>(
  prices: Readonly<Record<Name, bigint | undefined>>,
): { readonly [Each in Name]?: string } =>
  Object.fromEntries(
    Object.entries<bigint | undefined>(prices).flatMap(([name, price]) =>
      price === undefined ? [] : [[name, money.decimal(price)]],
    ),
  ) as { readonly [Each in Name]?: string };
