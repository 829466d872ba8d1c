/** One trade through its market's exchange contract: every order in it gives and receives, or none does. */
import { zeroHash } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { exchangeAbi } from './contract-abis.js';
import { placeOfToken } from './exchange-of-token.js';
import { ensureHouseDelivers } from './house-inventory.js';
import { operator } from './venue-addresses.js';
import type { Hex, SettledOrder, VenueChain } from './venue-chain.js';

/** Stands for "the whole order's size is not known": such an order is never full. */
const UNKNOWN_ORDER_SIZE = 2n ** 248n - 1n;
const SIDES = { BUY: 0, SELL: 1 } as const;

/** Throws VenueChainError; its `reason` is the contract's error, such as InsufficientCollateral. */
export async function settleTrade(
  chain: ChainAccess,
  { taker, makers }: Parameters<VenueChain['settle']>[0],
  sending?: (transactionHash: Hex) => void,
): ReturnType<VenueChain['settle']> {
  await ensureHouseDelivers(chain, [taker, ...makers]);
  const { exchange } = await placeOfToken(chain, taker.tokenId);
  const { transactionHash, blockNumber } = await chain.send(operator, {
    purpose: `settle taking order ${taker.orderHash} against ${makers.length} resting`,
    to: exchange,
    abi: exchangeAbi,
    functionName: 'settle',
    args: [toLeg(taker), makers.map(toLeg)],
    ...(sending === undefined ? {} : { sending }),
  });
  return { transactionHash, blockNumber };
}

function toLeg(order: SettledOrder) {
  return {
    orderHash: order.orderHash,
    maker: order.maker,
    side: SIDES[order.side],
    tokenId: BigInt(order.tokenId),
    makerAmount: order.makerAmount,
    takerAmount: order.takerAmount,
    fee: order.fee,
    orderMakerAmount: order.orderMakerAmount ?? UNKNOWN_ORDER_SIZE,
    builder: order.builder ?? zeroHash,
    metadata: order.metadata ?? zeroHash,
  };
}
