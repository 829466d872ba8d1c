/** Wallets on the paper venue's chain, opened from an environment as the service opens its own. */
import type { ConnectedRedeemer } from '@sluice/chain';
import type { money, transaction } from '@sluice/domain';
import type { OwnedWallet, VenueWithWallets } from '@sluice/paper-venue/testing';
import type { ChainMarket, ChainWork, TransactionOutcome } from '@sluice/ports';
import { setTimeout as pause } from 'node:timers/promises';
import { openWallet } from '../open-wallet.js';
import { redemptionConfig, type RedemptionConfig } from '../redemption.config.js';

/** How a wallet reaches the chain. */
export type Way = 'direct' | 'builder' | 'key';

export type VenueMarket = Awaited<ReturnType<VenueWithWallets['market']>>;

/** Everything the service needs to act for a wallet; `more` comes last. */
export async function configOf(
  on: VenueWithWallets,
  wallet: OwnedWallet,
  { way, more = {} }: { readonly way: Way; readonly more?: Readonly<Record<string, string>> },
): Promise<RedemptionConfig> {
  return redemptionConfig({
    NATS_URL: 'nats://127.0.0.1:1',
    POSTGRES_URL: 'postgres://127.0.0.1:1/none',
    ACCOUNT_ID: 'main',
    WALLET_PRIVATE_KEY: wallet.privateKey,
    SIGNATURE_TYPE: String(wallet.type),
    RPC_URL: on.chain.rpcUrl,
    ...(wallet.type === 0 ? {} : { FUNDER_ADDRESS: wallet.address }),
    ...(await relayerOf(on, wallet, way)),
    ...more,
  });
}

export const openReal = async (
  on: VenueWithWallets,
  wallet: OwnedWallet,
  options: { readonly way: Way; readonly more?: Readonly<Record<string, string>> },
): Promise<ConnectedRedeemer> => openWallet(await configOf(on, wallet, options));

async function relayerOf(on: VenueWithWallets, { owner }: OwnedWallet, way: Way) {
  const url = { RELAYER_URL: on.venue.urls.relayer ?? '' };
  switch (way) {
    case 'direct':
      return {};
    case 'builder': {
      const { key, secret, passphrase } = await on.builderKey();
      return {
        ...{ ...url, BUILDER_API_KEY: key },
        ...{ BUILDER_SECRET: secret, BUILDER_PASSPHRASE: passphrase },
      };
    }
    case 'key':
      return {
        ...{ ...url, RELAYER_API_KEY: await on.relayerKey(owner) },
        RELAYER_API_KEY_ADDRESS: owner,
      };
  }
}

export const marketOf = (
  { conditionId, tokenIds }: VenueMarket,
  negRisk: boolean,
): ChainMarket => ({ conditionId, tokenIds, negRisk });

export const redeeming = (
  market: ChainMarket,
  shares: readonly bigint[],
  since: bigint,
): ChainWork => ({ kind: 'redeem', market, shares: shares as money.MicroShares[], since });

/** Blocks enough that what was done is final. */
export const finalise = ({ access }: VenueWithWallets, blocks = 4): Promise<void> =>
  access.cheats.mine({ blocks });

/** Looked at until it is one of these; blocks go by meanwhile. */
export async function outcomeOf(
  on: VenueWithWallets,
  look: () => Promise<TransactionOutcome>,
  kinds: readonly TransactionOutcome['kind'][] = ['proven', 'dropped', 'given_up'],
): Promise<TransactionOutcome> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (kinds.includes(found.kind)) return found;
    if (Date.now() > deadline) throw new Error(`Still ${found.kind}`);
    await pause(50);
    await finalise(on, 1);
  }
}

/** Simulated, signed, submitted and followed to the end. */
export async function carriedOut(
  on: VenueWithWallets,
  by: ConnectedRedeemer,
  work: ChainWork,
): Promise<transaction.Proof> {
  const simulation = await by.simulate(work);
  if (simulation.kind === 'refused') throw new Error(simulation.detail);
  const signed = await by.sign(work, 1);
  const submission = await by.submit(signed);
  if (submission.kind !== 'taken') throw new Error(submission.detail);
  const { relayerId } = submission;
  const sent = { transactions: [signed], ...(relayerId === undefined ? {} : { relayerId }) };
  const outcome = await outcomeOf(on, () => by.outcome(sent, work));
  if (outcome.kind !== 'proven') throw new Error(`It was ${outcome.kind}`);
  return outcome.proof;
}

const PATIENCE_MS = 15_000;
