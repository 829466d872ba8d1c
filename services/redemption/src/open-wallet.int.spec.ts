/** Every kind of wallet redeems and merges every kind of market on a real chain, by its way there. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConnectedRedeemer } from '@sluice/chain';
import type { money } from '@sluice/domain';
import {
  openVenueWithWallets,
  type OwnedWallet,
  type VenueWithWallets,
  type WalletType,
} from '@sluice/paper-venue/testing';
import type { ChainWork } from '@sluice/ports';
import {
  carriedOut,
  finalise,
  marketOf,
  openReal,
  redeeming,
  type Way,
} from './testing/real-wallet.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;
const KINDS = ['standard', 'neg_risk', 'protocol_v2'] as const;

let on: VenueWithWallets;
beforeAll(async () => {
  on = await openVenueWithWallets();
}, START_TIMEOUT_MS);
afterAll(() => on.stop());

const WALLETS: readonly { name: string; type: WalletType; way: Way }[] = [
  { name: 'a key’s own account', type: 0, way: 'direct' },
  { name: 'a Safe whose owner sends', type: 2, way: 'direct' },
  { name: 'a Safe by the relayer', type: 2, way: 'builder' },
  { name: 'a proxy', type: 1, way: 'builder' },
  { name: 'a deposit wallet', type: 3, way: 'key' },
];

describe.each(WALLETS)('$name', ({ type, way }) => {
  let wallet: OwnedWallet;
  let redeemer: ConnectedRedeemer;
  beforeAll(async () => {
    wallet = await on.wallet(type);
    redeemer = await openReal(on, wallet, { way });
  }, START_TIMEOUT_MS);

  /** A market of this kind, of which the wallet holds so much. */
  const holding = async (kind: (typeof KINDS)[number], shares: readonly bigint[]) => {
    const made = await on.market(kind);
    const bought = await on.buy(wallet, made, shares);
    await finalise(on);
    const market = marketOf(made, kind === 'neg_risk');
    await redeemer.checkIds(market);
    const found = await redeemer.holdings(market, bought);
    expect(found.shares).toEqual(shares);
    return { made, market, since: found.blockNumber };
  };
  const burnsOf = (tokenIds: readonly string[], shares: readonly bigint[]) =>
    tokenIds
      .map((tokenId, index) => ({ tokenId, shares: shares[index] ?? 0n }))
      .filter((burn) => burn.shares > 0n);
  /** Paid on chain, beside what the proof says. */
  const paidBy = async (work: ChainWork) => {
    const before = await on.money(wallet);
    const proof = await carriedOut(on, redeemer, work);
    return { proof, paid: (await on.money(wallet)) - before };
  };

  it(
    'grants the approvals that are missing, and then has them',
    async () => {
      const missing = await redeemer.approvals();
      expect(missing.map(({ granted }) => granted)).toEqual([false, false, false]);
      const together = redeemer.batches ? [missing] : missing.map((one) => [one]);
      for (const approvals of together) {
        const { proof, paid } = await paidBy({ kind: 'approve', approvals });
        expect({ ...proof, paid }).toMatchObject({ succeeded: true, burned: [], paid: 0n });
      }
      const granted = (await redeemer.approvals()).map((one) => one.granted);
      expect(granted).toEqual([true, true, true]);
    },
    STORY_TIMEOUT_MS,
  );

  it.each(KINDS)(
    'is paid for the winner of a %s market, and burns the loser beside it',
    async (kind) => {
      // The second protocol redeems one outcome at a time.
      const shares = kind === 'protocol_v2' ? [7n * SHARE, 0n] : [7n * SHARE, 2n * SHARE];
      const { made, market, since } = await holding(kind, shares);
      await on.chain.resolve(made.conditionId, [1n, 0n]);
      await finalise(on);
      const { proof, paid } = await paidBy(redeeming(market, shares, since));
      expect(proof).toMatchObject({
        ...{ succeeded: true, payoutUsd: 7n * SHARE },
        burned: burnsOf(made.tokenIds, shares),
      });
      expect(paid).toBe(7n * SHARE);
      expect(await on.shares(wallet, made)).toEqual([0n, 0n]);
      expect(await redeemer.takings(market, since)).toMatchObject([
        { by: 'owner', proof: { transactionHash: proof.transactionHash } },
      ]);
    },
    STORY_TIMEOUT_MS,
  );

  // A transaction of an account is one call, and the second protocol redeems one outcome a call.
  it.each(type === 0 ? ['standard' as const] : ['standard' as const, 'protocol_v2' as const])(
    'is paid half for both outcomes of a %s market that ended with half each',
    async (kind) => {
      const shares = [7n * SHARE, 4n * SHARE];
      const { made, market, since } = await holding(kind, shares);
      await on.chain.resolve(made.conditionId, [1n, 1n]);
      await finalise(on);
      const { proof, paid } = await paidBy(redeeming(market, shares, since));
      expect(proof).toMatchObject({
        ...{ succeeded: true, payoutUsd: 5_500_000n },
        burned: burnsOf(made.tokenIds, shares),
      });
      expect(paid).toBe(5_500_000n);
    },
    STORY_TIMEOUT_MS,
  );

  it.each(KINDS)(
    'merges complete sets of a %s market into money',
    async (kind) => {
      const { made, market } = await holding(kind, [5n * SHARE, 3n * SHARE]);
      const sets = (2n * SHARE) as money.MicroShares;
      const { proof, paid } = await paidBy({ kind: 'merge', market, shares: sets });
      expect(proof).toMatchObject({
        ...{ succeeded: true, payoutUsd: sets, burned: burnsOf(made.tokenIds, [sets, sets]) },
      });
      expect(paid).toBe(sets);
      expect(await on.shares(wallet, made)).toEqual([3n * SHARE, SHARE]);
    },
    STORY_TIMEOUT_MS,
  );
});
