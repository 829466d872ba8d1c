/** What wallets hold on chain, as the venue last read it; stale until it is told to look again. */
import type { Address, VenueChain } from '../chain/venue-chain.js';

/** pUSD, or the position of a token id. */
export type Asset = 'COLLATERAL' | `token:${string}`;

export type Holding = {
  readonly balance: bigint;
  /** Towards the exchange of the token's market; of pUSD towards the standard exchange. */
  readonly allowance: bigint;
  /** Of pUSD towards each exchange; absent = the same to all. */
  readonly allowances?: Readonly<Record<Address, bigint>>;
};

export type Holdings = {
  readonly read: (wallet: Address, asset: Asset) => Promise<Holding>;
  readonly refresh: (wallet: Address, asset: Asset) => Promise<Holding>;
  /** The last reading, without asking the chain. */
  readonly known: (wallet: Address, asset: Asset) => Holding;
  /** Takes a holding for the last reading, although the chain did not say so. */
  readonly believe: (wallet: Address, asset: Asset, holding: Holding) => void;
};

export const ALLOWANCE_MAX = 2n ** 256n - 1n;

const READINGS_MAX = 50_000;

export const tokenAsset = (tokenId: string): Asset => `token:${tokenId}`;

export const createHoldings = (chain: VenueChain): Holdings => {
  const readings = new Map<string, Holding>();
  const keyOf = (wallet: Address, asset: Asset): string => `${wallet.toLowerCase()} ${asset}`;
  const refresh = async (wallet: Address, asset: Asset): Promise<Holding> => {
    const holding = await readChain(chain, wallet, asset);
    if (readings.size >= READINGS_MAX) readings.clear();
    readings.set(keyOf(wallet, asset), holding);
    return holding;
  };
  return {
    refresh,
    read: async (wallet, asset) =>
      readings.get(keyOf(wallet, asset)) ?? (await refresh(wallet, asset)),
    believe: (wallet, asset, holding) => void readings.set(keyOf(wallet, asset), holding),
    known: (wallet, asset) => readings.get(keyOf(wallet, asset)) ?? { balance: 0n, allowance: 0n },
  };
};

const readChain = async (chain: VenueChain, wallet: Address, asset: Asset): Promise<Holding> => {
  if (asset === 'COLLATERAL') return chain.collateral(wallet);
  const { balance, approved } = await chain.position(wallet, asset.slice('token:'.length));
  return { balance, allowance: approved ? ALLOWANCE_MAX : 0n };
};
