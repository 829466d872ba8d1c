/** A venue on its real chain, and wallets of every kind that hold what a spec needs; also for other packages. */
import { keccak256, maxUint256, stringToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { ChainAccess } from '../chain/chain-access.js';
import { moneyAbi } from '../chain/contract-abis.js';
import { placeOfToken } from '../chain/exchange-of-token.js';
import { negRiskMarketId, negRiskQuestionId } from '../chain/market-ids.js';
import { startVenueChain } from '../chain/start-venue-chain.js';
import { PUSD } from '../chain/venue-addresses.js';
import type { Address, Hex, Market, MarketKind, VenueChain } from '../chain/venue-chain.js';
import { provideGas } from '../chain/wallets.js';
import { startPaperVenue, type PaperVenue } from '../start-paper-venue.js';
import { readyClient } from './official-client.js';

/** 0 the key's own, 1 proxy, 2 Safe, 3 deposit wallet. */
export type WalletType = 0 | 1 | 2 | 3;

export type OwnedWallet = {
  readonly privateKey: Hex;
  readonly owner: Address;
  readonly type: WalletType;
  /** Holds money and outcomes. */
  readonly address: Address;
};

export type VenueWithWallets = {
  readonly venue: PaperVenue;
  readonly chain: VenueChain;
  readonly access: ChainAccess;
  /** Asks a lever; answers its JSON, and throws what is refused. */
  lever(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** A wallet with money and gas, and without any approval. */
  wallet(type: WalletType): Promise<OwnedWallet>;
  /** A market nobody knew before; the name of its condition is as clients write it. */
  market(kind: MarketKind['kind']): Promise<Market>;
  /** Buys from the house; the block of the last trade. */
  buy(wallet: OwnedWallet, market: Market, shares: readonly bigint[]): Promise<bigint>;
  money(wallet: OwnedWallet): Promise<bigint>;
  shares(wallet: OwnedWallet, market: Market): Promise<readonly bigint[]>;
  /** Credentials of a builder, who signs each request. */
  builderKey(): Promise<{ key: string; secret: string; passphrase: string }>;
  /** A simple key of the relayer. */
  relayerKey(owner: Address): Promise<string>;
  stop(): Promise<void>;
};

export const openVenueWithWallets = async (
  options: { readonly finalityBlocks?: number } = {},
): Promise<VenueWithWallets> => {
  const chain = await startVenueChain({ port: 0, ...options });
  const access = chain.wallets as ChainAccess;
  const venue = await startPaperVenue({
    ...{ chain, port: 0, wait: true, speed: 0.0001, markets: 1 },
    delays: { minedMs: 5, confirmedMs: 10 },
  });
  let markets = 0;
  const lever: VenueWithWallets['lever'] = async (method, path, body) => {
    const answer = await fetch(`${venue.urls.control}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer.json();
    throw new Error(`${method} ${path}: ${await answer.text()}`);
  };
  const buyOne = async (
    maker: Address,
    tokenId: string,
    shares: bigint,
  ): Promise<{ readonly blockNumber: bigint }> => {
    const { exchange } = await placeOfToken(access, tokenId);
    await access.sendAs(maker, {
      purpose: `let ${exchange} take money`,
      ...{ to: PUSD, abi: moneyAbi, functionName: 'approve', args: [exchange, maxUint256] },
    });
    const leg = { tokenId, fee: 0n };
    const [buys, sells] = [generatePrivateKey(), generatePrivateKey()];
    const cost = shares / 2n;
    return chain.settle({
      taker: {
        ...{ ...leg, orderHash: buys, maker, side: 'BUY' },
        ...{ makerAmount: cost, takerAmount: shares },
      },
      makers: [
        {
          ...{ ...leg, orderHash: sells, maker: chain.house, side: 'SELL' },
          ...{ makerAmount: shares, takerAmount: cost },
        },
      ],
    });
  };
  return {
    ...{ venue, chain, access, lever },
    wallet: async (type) => {
      const privateKey = generatePrivateKey();
      const owner = privateKeyToAccount(privateKey).address;
      const made =
        type === 0
          ? { wallet: owner }
          : ((await lever('POST', 'wallets', { owner, type })) as { wallet: Address });
      await provideGas(access, owner);
      await chain.fund(made.wallet, FUNDS);
      return { privateKey, owner, type, address: made.wallet };
    },
    market: async (kind) => {
      markets += 1;
      const event = `event ${markets}`;
      if (kind === 'neg_risk') {
        return chain.prepareMarket(negRiskQuestionId(negRiskMarketId(event), 0), { kind, event });
      }
      return chain.prepareMarket(keccak256(stringToHex(event)), { kind });
    },
    buy: async (wallet, { tokenIds }, shares) => {
      let last = 0n;
      for (const [index, tokenId] of tokenIds.entries()) {
        const wanted = shares[index] ?? 0n;
        if (wanted === 0n) continue;
        last = (await buyOne(wallet.address, tokenId, wanted)).blockNumber;
      }
      return last;
    },
    money: async ({ address }) => (await chain.collateral(address)).balance,
    shares: ({ address }, { tokenIds }) =>
      Promise.all(tokenIds.map(async (id) => (await chain.position(address, id)).balance)),
    builderKey: async () => {
      const { client } = await readyClient(venue, venue.testAccount.privateKey);
      return client.createBuilderApiKey();
    },
    relayerKey: async (address) => {
      const made = await lever('POST', 'relayer/keys', { address });
      return (made as { readonly key: string }).key;
    },
    stop: async () => {
      await venue.stop();
      await chain.stop();
    },
  };
};

const FUNDS = 1_000_000_000n;
