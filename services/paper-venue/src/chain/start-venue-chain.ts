/** Opens the venue's chain: anvil, the contracts in their places, and a house ready to trade. */
import { privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from './chain-access.js';
import { adoptRestingDraft } from './chain-state-file.js';
import { openHouse } from './house-inventory.js';
import { BLOCKS_TO_FINALITY, keepChainMoving } from './keep-chain-moving.js';
import { prepareMarket } from './prepare-market.js';
import { resolveMarket } from './resolve-market.js';
import { placeContracts } from './place-contracts.js';
import { runAnvil, type Anvil } from './run-anvil.js';
import { settleTrade } from './settle-trade.js';
import { house, operator } from './venue-addresses.js';
import type { VenueChain, VenueChainOptions } from './venue-chain.js';
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
  const anvil = await runAnvil(options);
  try {
    const chain = createChainAccess(anvil.rpcUrl);
    await placeContracts(chain);
    await provideGas(chain, operator.address);
    await openHouse(chain);
    /* Past states are not saved: after a restart the final block must be one mined in this run. */
    await chain.cheats.mine({ blocks: BLOCKS_TO_FINALITY + 1 });
    const block = await chain.reader.getBlockNumber();
    const took = Math.round(performance.now() - startedAt);
    log(`Venue chain open at ${anvil.rpcUrl}, block ${block}, after ${took} ms`);
    const { stateFile } = options;
    const alsoEachTick = async (): Promise<void> => {
      if (stateFile !== undefined) await adoptRestingDraft(stateFile);
    };
    const keeper = keepChainMoving(chain, { alsoEachTick, log });
    void anvil.ended.then(keeper.stop);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= keeper.stop().then(anvil.stop));
    return venueChain(chain, { ...anvil, stop });
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

function venueChain(chain: ChainAccess, { rpcUrl, ended, stop }: Anvil): VenueChain {
  return {
    rpcUrl,
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
    ended,
    stop,
  };
}
