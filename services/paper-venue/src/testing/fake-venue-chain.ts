/** A chain in memory that keeps the same promises about money and shares as the real one. */
import { createHash } from 'node:crypto';
import { privateKeyToAddress } from 'viem/accounts';
import { positionNames } from '../chain/market-ids.js';
import type { Address, Hex, SettledOrder, VenueChain } from '../chain/venue-chain.js';

export type FakeVenueChain = VenueChain & {
  /** Makes the next settlements fail. */
  failNext(times: number): void;
  /** Settles the next trade and loses the answer. */
  silenceNext(): void;
  give(wallet: Address, tokenId: string, shares: bigint): void;
  approve(wallet: Address): void;
  take(wallet: Address, microUsd: bigint): void;
  readonly resolved: ReadonlyMap<string, readonly [bigint, bigint]>;
  readonly settled: readonly {
    readonly taker: SettledOrder;
    readonly makers: readonly SettledOrder[];
  }[];
};

export const HOUSE: Address = '0x000000000000000000000000000000000000dEaD';

export const createFakeVenueChain = (): FakeVenueChain => {
  const balances = new Map<string, bigint>();
  const approved = new Set<string>();
  const resolved = new Map<string, readonly [bigint, bigint]>();
  const settled: { taker: SettledOrder; makers: readonly SettledOrder[] }[] = [];
  const mined = new Set<Hex>();
  let silence = false;
  let failures = 0;
  let block = 0n;
  const keyOf = (wallet: string, asset: string): string => `${wallet.toLowerCase()} ${asset}`;
  const of = (wallet: string, asset: string): bigint => balances.get(keyOf(wallet, asset)) ?? 0n;
  const add = (wallet: string, asset: string, amount: bigint): void => {
    const next = of(wallet, asset) + amount;
    if (next < 0n && wallet !== HOUSE) throw new Error(`${wallet} has too little of ${asset}`);
    balances.set(keyOf(wallet, asset), next);
  };
  const exchange = (order: SettledOrder): void => {
    const [gives, gets] = order.side === 'BUY' ? ['usd', order.tokenId] : [order.tokenId, 'usd'];
    add(order.maker, gives, -order.makerAmount);
    add(order.maker, gets, order.takerAmount);
    add(order.maker, 'usd', -order.fee);
  };
  const receipt = () => {
    block += 1n;
    return Promise.resolve({ transactionHash: sha(`transaction ${block}`), blockNumber: block });
  };
  return {
    rpcUrl: 'http://127.0.0.1:1',
    chainId: 137,
    house: HOUSE,
    prepareMarket: (questionId, kind) => {
      if (kind?.kind === 'protocol_v2') {
        const { conditionId, positionIds } = positionNames(questionId);
        return Promise.resolve({ conditionId, questionId, tokenIds: positionIds });
      }
      return Promise.resolve({
        conditionId: sha(`condition ${questionId}`),
        questionId,
        tokenIds: [
          BigInt(sha(`yes ${questionId}`)).toString(),
          BigInt(sha(`no ${questionId}`)).toString(),
        ],
      });
    },
    fund: (wallet, microUsd) => {
      add(wallet, 'usd', microUsd);
      return Promise.resolve();
    },
    approveAll: (privateKey) => {
      approved.add(privateKeyToAddress(privateKey).toLowerCase());
      return Promise.resolve();
    },
    collateral: (wallet) =>
      Promise.resolve({
        balance: of(wallet, 'usd'),
        allowance: approved.has(wallet.toLowerCase()) ? 2n ** 256n - 1n : 0n,
      }),
    position: (wallet, tokenId) =>
      Promise.resolve({
        balance: of(wallet, tokenId),
        approved: approved.has(wallet.toLowerCase()),
      }),
    settle: (trade, sending) => {
      const next = sha(`transaction ${block + 1n}`);
      sending?.(next);
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('the chain refused'));
      }
      for (const order of [...trade.makers, trade.taker]) exchange(order);
      settled.push(trade);
      mined.add(next);
      if (silence) {
        silence = false;
        block += 1n;
        return Promise.reject(new Error('the chain did not answer'));
      }
      return receipt();
    },
    hasMined: (hash) => Promise.resolve(mined.has(hash)),
    resolve: (conditionId, payouts) => {
      resolved.set(conditionId, payouts);
      return receipt();
    },
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
    failNext: (times) => {
      failures = times;
    },
    silenceNext: () => {
      silence = true;
    },
    give: add,
    approve: (wallet) => void approved.add(wallet.toLowerCase()),
    take: (wallet, microUsd) => add(wallet, 'usd', -microUsd),
    resolved,
    settled,
  };
};

const sha = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;
