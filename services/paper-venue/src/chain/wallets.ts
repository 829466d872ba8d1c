/** What wallets hold and allow on the venue's chain, and how play money and approvals reach them. */
import { maxUint256, parseEther, type LocalAccount } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, moneyAbi } from './contract-abis.js';
import {
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  PUSD,
  USDC_E,
  operator,
} from './venue-addresses.js';
import type { Address, VenueChain } from './venue-chain.js';

/** Native gas a wallet is topped up to, in wei. */
const GAS_WEI = parseEther('100');

/** Native gas for a wallet that has less than it may need; never takes any away. */
export async function provideGas({ reader, cheats }: ChainAccess, wallet: Address): Promise<void> {
  const balance = await reader.getBalance({ address: wallet });
  if (balance < GAS_WEI) await cheats.setBalance({ address: wallet, value: GAS_WEI });
}

/** Mints USDC.e and wraps it, so that every pUSD is backed. `microUsd` 0 only provides gas. */
export async function fundWallet(
  chain: ChainAccess,
  wallet: Address,
  microUsd: bigint,
): Promise<void> {
  await provideGas(chain, wallet);
  if (microUsd === 0n) return;
  await mintUsdcE(chain, operator.address, microUsd);
  await approveMoney(chain, operator, { token: USDC_E, spender: PUSD });
  await chain.send(operator, {
    purpose: `wrap ${microUsd} micro-pUSD for ${wallet}`,
    to: PUSD,
    abi: moneyAbi,
    functionName: 'wrap',
    args: [wallet, microUsd],
  });
}

export async function mintUsdcE(chain: ChainAccess, to: Address, microUsd: bigint): Promise<void> {
  await chain.send(operator, {
    purpose: `mint ${microUsd} micro-USDC.e for ${to}`,
    to: USDC_E,
    abi: moneyAbi,
    functionName: 'mint',
    args: [to, microUsd],
  });
}

/** The four approvals of a standard market: buying, splitting, selling, and merging or redeeming. */
export async function approveEverything(chain: ChainAccess, account: LocalAccount): Promise<void> {
  await provideGas(chain, account.address);
  for (const spender of [CTF_EXCHANGE, CTF_COLLATERAL_ADAPTER]) {
    await approveMoney(chain, account, { token: PUSD, spender });
    await approvePositions(chain, account, spender);
  }
}

/** Skipped while at least half of the largest allowance is left. */
export async function approveMoney(
  { reader, send }: ChainAccess,
  account: LocalAccount,
  { token, spender }: { readonly token: Address; readonly spender: Address },
): Promise<void> {
  const args = [account.address, spender] as const;
  const allowance = await reader.readContract({
    address: token,
    abi: moneyAbi,
    functionName: 'allowance',
    args,
  });
  if (allowance > maxUint256 / 2n) return;
  await send(account, {
    purpose: `approve ${spender} to take ${token} from ${account.address}`,
    to: token,
    abi: moneyAbi,
    functionName: 'approve',
    args: [spender, maxUint256],
  });
}

async function approvePositions(
  chain: ChainAccess,
  account: LocalAccount,
  spender: Address,
): Promise<void> {
  if (await mayMovePositions(chain, account.address, spender)) return;
  await chain.send(account, {
    purpose: `approve ${spender} to move the positions of ${account.address}`,
    to: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    functionName: 'setApprovalForAll',
    args: [spender, true],
  });
}

export async function readCollateral(
  { reader }: ChainAccess,
  wallet: Address,
): ReturnType<VenueChain['collateral']> {
  const token = { address: PUSD, abi: moneyAbi } as const;
  const [balance, allowance] = await Promise.all([
    reader.readContract({ ...token, functionName: 'balanceOf', args: [wallet] }),
    reader.readContract({ ...token, functionName: 'allowance', args: [wallet, CTF_EXCHANGE] }),
  ]);
  return { balance, allowance };
}

export async function readPosition(
  chain: ChainAccess,
  wallet: Address,
  tokenId: string,
): ReturnType<VenueChain['position']> {
  const [balance, approved] = await Promise.all([
    chain.reader.readContract({
      address: CONDITIONAL_TOKENS,
      abi: conditionalTokensAbi,
      functionName: 'balanceOf',
      args: [wallet, BigInt(tokenId)],
    }),
    mayMovePositions(chain, wallet, CTF_EXCHANGE),
  ]);
  return { balance, approved };
}

function mayMovePositions(
  { reader }: ChainAccess,
  wallet: Address,
  spender: Address,
): Promise<boolean> {
  return reader.readContract({
    address: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    functionName: 'isApprovedForAll',
    args: [wallet, spender],
  });
}
