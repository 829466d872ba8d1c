/** What a resolved market pays to each account that holds some of it. */
import { money, type AccountId, type account, type TokenId } from '@sluice/domain';
import type { Accounts } from './accounts.js';
import type { LineOf } from './line.js';
import { malformed } from './malformed-line.js';
import type { Markets } from './markets.js';
import type { Valuations } from './valuations.js';

type Holdings = account.SettlePosition['data']['holdings'];
type Known = {
  readonly markets: Markets;
  readonly accounts: Accounts;
  readonly valuations: Valuations;
};

/** Throws MalformedLine unless the payout of all that is held is known, and of nothing else. */
export function payoutsOf(
  { conditionId, payouts }: Pick<LineOf<'resolve'>, 'conditionId' | 'payouts'>,
  known: Known,
): ReadonlyMap<AccountId, Holdings> {
  for (const tokenId of known.markets.tokensOf(conditionId)) {
    const isHeld = positionsOf(tokenId, known).some(
      ({ position }) => position.conditionId === conditionId,
    );
    if (isHeld && !Object.hasOwn(payouts, tokenId)) {
      throw malformed('payouts', `must say what token "${tokenId}" pays, which is held`);
    }
  }

  const paid = new Map<AccountId, Holdings[number][]>();
  for (const [tokenId, payout] of Object.entries(payouts)) {
    const shares = new Map<AccountId, bigint>();
    for (const { accountId, position } of positionsOf(tokenId, known)) {
      if (position.conditionId !== conditionId) {
        const detail = `is held as a token of condition "${position.conditionId}"`;
        throw malformed(`payouts.${tokenId}`, detail);
      }
      shares.set(accountId, (shares.get(accountId) ?? 0n) + position.shares);
    }
    for (const [accountId, total] of shares) {
      const payoutUsd = ((total * payout) / money.MICROS) as money.MicroUsd;
      const holding = { tokenId, shares: total as money.MicroShares, payoutUsd };
      paid.set(accountId, [...(paid.get(accountId) ?? []), holding]);
    }
  }
  return paid;
}

function positionsOf(
  tokenId: TokenId,
  { accounts, valuations }: Known,
): readonly { readonly accountId: AccountId; readonly position: account.Position }[] {
  return valuations.holdersOf(tokenId).flatMap(({ accountId, strategyIds }) =>
    strategyIds.flatMap((strategyId) => {
      const position = accounts.position(strategyId, tokenId);
      return position === undefined ? [] : [{ accountId, position }];
    }),
  );
}
