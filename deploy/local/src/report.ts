/** What one run did, in numbers, and whether ledger, venue and chain agree on every amount. */
import { money, order } from '@sluice/domain';
import type { Journeys } from './journeys.js';

export type Amounts = {
  readonly collateral: bigint;
  readonly tokens: ReadonlyMap<string, bigint>;
};

export type Report = ReturnType<typeof reportOf>;

export function reportOf(
  journeys: Journeys,
  amounts: { readonly ledger: Amounts; readonly venue: Amounts; readonly chain: Amounts },
) {
  const { ledger, venue, chain } = amounts;
  const row = (asset: string, of: (amounts: Amounts) => bigint) => ({
    asset,
    ledger: money.decimal(of(ledger)),
    venue: money.decimal(of(venue)),
    chain: money.decimal(of(chain)),
    ok: of(ledger) === of(venue) && of(ledger) === of(chain),
  });
  const tokenIds = [...chain.tokens.keys()];
  const assets = [
    row('collateral', ({ collateral }) => collateral),
    ...tokenIds.map((id) => row(id, ({ tokens }) => tokens.get(id) ?? 0n)),
  ];
  return {
    signals: journeys.count('SignalReceived'),
    approved: journeys.count('SignalApproved'),
    refused: Object.fromEntries([...journeys.refused].sort()),
    orders: journeys.count('OrderRequested'),
    fills: journeys.count('OrderFilled'),
    settled: journeys.count('FillConfirmed'),
    redeemed: journeys.count('RedemptionConfirmed'),
    lossesConfirmed: journeys.count('LossConfirmed'),
    alertsDelivered: journeys.count('AlertDelivered'),
    latencyMs: {
      signalToOrder: {
        p50: percentile(journeys.latenciesMs, 0.5),
        p99: percentile(journeys.latenciesMs, 0.99),
      },
    },
    redemptions: journeys.redemptions.map(({ payoutUsd, ...proof }) => ({
      ...proof,
      payoutUsd: money.decimal(payoutUsd),
    })),
    tieOut: { ok: assets.every(({ ok }) => ok), assets },
  };
}

/** What the facts say the wallet holds, given what it held before the first of them. */
export function ledgerAmounts(journeys: Journeys, openingUsd: bigint): Amounts {
  let collateral = openingUsd + journeys.payoutUsd;
  const tokens = new Map<string, bigint>();
  const move = (tokenId: string, by: bigint) =>
    tokens.set(tokenId, (tokens.get(tokenId) ?? 0n) + by);

  for (const { tokenId, side, fills } of journeys.orders.values()) {
    for (const { fill, settlement } of fills.values()) {
      if (settlement !== 'confirmed') continue;
      const { amountUsd, feeUsd } = order.moneyOf(fill);
      if (side === 'BUY') {
        collateral -= amountUsd + feeUsd;
        move(tokenId, fill.shares);
      } else {
        collateral += amountUsd - feeUsd;
        move(tokenId, 0n - fill.shares);
      }
    }
  }
  for (const [tokenId, shares] of journeys.burned) move(tokenId, -shares);
  return { collateral, tokens };
}

/** The value that so many of them do not exceed; null of none. */
function percentile(values: readonly number[], part: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null;
}
