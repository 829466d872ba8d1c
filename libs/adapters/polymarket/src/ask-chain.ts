/**
 * Asks the chain itself for what the venue says of it: what the wallet has to pay with, and how much of
 * an order the exchange contract has settled. The last evidence there is.
 */
import type { money } from '@sluice/domain';
import type { VenueChain } from '@sluice/ports';
import {
  createPublicClient,
  erc20Abi,
  http,
  isAddressEqual,
  parseAbi,
  parseEventLogs,
  type Address,
  type Hex,
} from 'viem';
import { VenueUnavailableError } from './errors.js';
import { readSignedBody } from './signed-body.js';

export type VenueChainOptions = {
  readonly rpcUrl: string;
  /** The wallet that holds money and positions. */
  readonly wallet: Address;
  /** The token orders are paid in. */
  readonly collateral: Address;
  readonly timeoutMs: number;
};

/** Nothing is asked before the first question. */
export function connectVenueChain(options: VenueChainOptions): VenueChain {
  const { rpcUrl, wallet, collateral, timeoutMs } = options;
  const reader = createPublicClient({
    transport: http(rpcUrl, { timeout: timeoutMs, retryCount: 0 }),
  });
  return {
    collateral: () =>
      asking('how much the wallet has', () =>
        reader.readContract({
          ...{ address: collateral, abi: erc20Abi, functionName: 'balanceOf', args: [wallet] },
        }),
      ),
    async settledOf(signed) {
      const { order, domain } = readSignedBody(signed);
      const [isFilled, remaining] = await asking(`what was settled of ${signed.orderHash}`, () =>
        reader.readContract({
          ...{ address: domain.verifyingContract, abi: EXCHANGE, functionName: 'orderStatus' },
          ...{ args: [signed.orderHash as Hex], blockTag: 'finalized' },
        }),
      );
      const makerAmount = BigInt(order.makerAmount);
      if (isFilled) return makerAmount;
      // Both are zero until the first fill is settled.
      return remaining === 0n ? 0n : makerAmount - remaining;
    },
    async movedFor(signed, transactionHash) {
      const { order, domain } = readSignedBody(signed);
      const { logs, status } = await asking(`what ${transactionHash} moved`, () =>
        reader.getTransactionReceipt({ hash: transactionHash as Hex }),
      );
      const ours = parseEventLogs({ abi: EXCHANGE, eventName: 'OrderFilled', logs }).filter(
        ({ address, args }) =>
          isAddressEqual(address, domain.verifyingContract) &&
          args.orderHash.toLowerCase() === signed.orderHash.toLowerCase(),
      );
      const [only] = ours;
      if (status !== 'success' || only === undefined || ours.length > 1) return undefined;
      const { makerAmountFilled, takerAmountFilled, fee } = only.args;
      const [amount, shares] =
        order.side === 'BUY'
          ? [makerAmountFilled, takerAmountFilled]
          : [takerAmountFilled, makerAmountFilled];
      return { shares, amountUsd: amount as money.MicroUsd, feeUsd: fee as money.MicroUsd };
    },
  };
}

async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const found = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new VenueUnavailableError(`Could not ask the chain ${what}: ${found}`);
  }
}

/** Its fee comes on top of what a BUY pays, and out of what a SELL is paid. */
const EXCHANGE = parseAbi([
  'function orderStatus(bytes32 orderHash) view returns (bool filled, uint248 remaining)',
  'event OrderFilled(bytes32 indexed orderHash, address indexed maker, address indexed taker, uint8 side, uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32 builder, bytes32 metadata)',
]);
