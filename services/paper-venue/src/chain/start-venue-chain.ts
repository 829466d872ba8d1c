/** Opens the venue's chain: anvil, the contracts in their places, and a house ready to trade. */
import { privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from './chain-access.js';
import { redeemByHand, revokeByHand } from './by-hand.js';
import { adoptRestingDraft } from './chain-state-file.js';
import { openHouse } from './house-inventory.js';
import { keepChainMoving } from './keep-chain-moving.js';
import { prepareMarket } from './prepare-market.js';
import { resolveMarket } from './resolve-market.js';
import { walletActs } from './wallet-acts.js';
import { placeContracts } from './place-contracts.js';
import { placeWalletContracts } from './place-wallet-contracts.js';
import { runAnvil } from './run-anvil.js';
import { settleTrade } from './settle-trade.js';
import { house, operator } from './venue-addresses.js';
import { createChainTrouble } from './trouble/create-chain-trouble.js';
import { forwardTo, serveRpc } from './trouble/serve-rpc.js';
import type { RpcAnswer, RpcCall } from './trouble/trouble.js';
import { DEFAULT_FINALITY_BLOCKS, type VenueChain, type VenueChainOptions } from './venue-chain.js';
import { relay } from './wallet-addresses.js';
import {
  approveEverything,
  fundWallet,
  provideGas,
  readCollateral,
  readPosition,
} from './wallets.js';

/**
 * Continues from `stateFile` when it exists. Throws when anvil does not start, when a contract does not
 * compile, or when the house cannot be set up; nothing is left running then.
 */
export async function startVenueChain(options: VenueChainOptions): Promise<VenueChain> {
  const startedAt = performance.now();
  const log = options.log ?? (() => undefined);
  const { finalityBlocks = DEFAULT_FINALITY_BLOCKS } = options;
  const anvil = await runAnvil({ ...options, host: '127.0.0.1', port: 0 });
  try {
    const chain = createChainAccess(anvil.rpcUrl);
    const firstBlock = await chain.reader.getBlockNumber();
    await placeContracts(chain);
    await placeWalletContracts(chain);
    await provideGas(chain, operator.address);
    await provideGas(chain, relay.address);
    await openHouse(chain);
    /* Past states are not saved: after a restart the final block must be one mined in this run. */
    await chain.cheats.mine({ blocks: finalityBlocks + 1 });
    const block = await chain.reader.getBlockNumber();
    const took = Math.round(performance.now() - startedAt);
    const forward = inTurn(chain, forwardTo(anvil.rpcUrl));
    const trouble = createChainTrouble({ chain, finalityBlocks, firstBlock, forward, log });
    const door = await serveRpc({ host: options.host, port: options.port, forward, trouble });
    log(`Venue chain open at ${door.url}, block ${block}, after ${took} ms`);
    const { stateFile } = options;
    const alsoEachTick = async (): Promise<void> => {
      if (stateFile !== undefined) await adoptRestingDraft(stateFile);
    };
    const keeper = keepChainMoving(chain, { finalityBlocks, alsoEachTick, log });
    void anvil.ended.then(keeper.stop);
    let stopping: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await door.close();
      await keeper.stop();
      await trouble.calm().catch((error: unknown) => log(`Trouble did not end: ${String(error)}`));
      await anvil.stop();
    };
    const stop = (): Promise<void> => (stopping ??= close());
    return venueChain(chain, { rpcUrl: door.url, trouble, ended: anvil.ended, stop });
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

/** Transactions of others wait for the venue's own, so that a reorg sees all there are. */
const inTurn =
  (chain: ChainAccess, forward: (call: RpcCall) => Promise<RpcAnswer>) =>
  (call: RpcCall): Promise<RpcAnswer> =>
    /^eth_send/.test(call.method) ? chain.exclusively(() => forward(call)) : forward(call);

type Outside = Required<Pick<VenueChain, 'rpcUrl' | 'trouble' | 'ended' | 'stop'>>;

function venueChain(chain: ChainAccess, outside: Outside): VenueChain {
  return {
    ...outside,
    chainId: 137,
    house: house.address,
    prepareMarket: (questionId, kind) => prepareMarket(chain, questionId, kind),
    fund: (wallet, microUsd) => fundWallet(chain, wallet, microUsd),
    approveAll: (privateKey) => approveEverything(chain, privateKeyToAccount(privateKey)),
    collateral: (wallet) => readCollateral(chain, wallet),
    position: (wallet, tokenId) => readPosition(chain, wallet, tokenId),
    settle: (trade, sending) => settleTrade(chain, trade, sending),
    hasMined: chain.hasMined,
    resolve: (conditionId, payouts) => resolveMarket(chain, conditionId, payouts),
    walletActs: (wallet, conditions) => walletActs(chain, wallet, conditions),
    redeemByHand: (asked) => redeemByHand(chain, asked),
    revokeByHand: (asked) => revokeByHand(chain, asked),
    wallets: chain,
  };
}
