/** What wallets hold and allow on the venue's chain, and how play money and approvals reach them. */
import { maxUint256, parseEther, type LocalAccount } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, moneyAbi } from './contract-abis.js';
import { placeOfToken } from './exchange-of-token.js';
import {
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  EXCHANGE_V3,
  NEG_RISK_COLLATERAL_ADAPTER,
  NEG_RISK_EXCHANGE,
  POSITION_MANAGER,
  PUSD,
  ROUTER,
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

/** What trading and redeeming in markets of all kinds need; not the AutoRedeemer's, which is a choice. */
export const MONEY_SPENDERS: readonly Address[] = [
  ...[CTF_EXCHANGE, CTF_COLLATERAL_ADAPTER, NEG_RISK_EXCHANGE, NEG_RISK_COLLATERAL_ADAPTER],
  ...[EXCHANGE_V3, ROUTER],
];
export const POSITION_MOVERS: readonly (readonly [keeper: Address, mover: Address])[] = [
  [CONDITIONAL_TOKENS, CTF_EXCHANGE],
  [CONDITIONAL_TOKENS, CTF_COLLATERAL_ADAPTER],
  [CONDITIONAL_TOKENS, NEG_RISK_EXCHANGE],
  [CONDITIONAL_TOKENS, NEG_RISK_COLLATERAL_ADAPTER],
  [POSITION_MANAGER, EXCHANGE_V3],
  [POSITION_MANAGER, ROUTER],
];

export async function approveEverything(chain: ChainAccess, account: LocalAccount): Promise<void> {
  await provideGas(chain, account.address);
  for (const spender of MONEY_SPENDERS) {
    await approveMoney(chain, account, { token: PUSD, spender });
  }
  for (const [keeper, mover] of POSITION_MOVERS) {
    await approvePositions(chain, account, { keeper, mover });
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

type Movement = { readonly keeper: Address; readonly mover: Address };

async function approvePositions(
  chain: ChainAccess,
  account: LocalAccount,
  { keeper, mover }: Movement,
): Promise<void> {
  if (await mayMovePositions(chain, account.address, { keeper, mover })) return;
  await chain.send(account, {
    purpose: `approve ${mover} to move the positions of ${account.address} in ${keeper}`,
    to: keeper,
    abi: conditionalTokensAbi,
    functionName: 'setApprovalForAll',
    args: [mover, true],
  });
}

/** As the wallet's owner would, whoever that is; also for wallets that are contracts. */
export async function allowMover(
  chain: ChainAccess,
  wallet: Address,
  { keeper, mover }: Movement,
): Promise<void> {
  if (await mayMovePositions(chain, wallet, { keeper, mover })) return;
  await chain.sendAs(wallet, {
    purpose: `approve ${mover} to move the positions of ${wallet} in ${keeper}`,
    to: keeper,
    abi: conditionalTokensAbi,
    functionName: 'setApprovalForAll',
    args: [mover, true],
  });
}

export async function readCollateral(
  { reader }: ChainAccess,
  wallet: Address,
): ReturnType<VenueChain['collateral']> {
  const token = { address: PUSD, abi: moneyAbi } as const;
  const towards = (exchange: Address): Promise<bigint> =>
    reader.readContract({ ...token, functionName: 'allowance', args: [wallet, exchange] });
  const [balance, allowance, negRisk, third] = await Promise.all([
    reader.readContract({ ...token, functionName: 'balanceOf', args: [wallet] }),
    towards(CTF_EXCHANGE),
    towards(NEG_RISK_EXCHANGE),
    towards(EXCHANGE_V3),
  ]);
  const allowances = {
    [CTF_EXCHANGE]: allowance,
    [NEG_RISK_EXCHANGE]: negRisk,
    [EXCHANGE_V3]: third,
  };
  return { balance, allowance, allowances };
}

export async function readPosition(
  chain: ChainAccess,
  wallet: Address,
  tokenId: string,
): ReturnType<VenueChain['position']> {
  const { exchange, keeper } = await placeOfToken(chain, tokenId);
  const [balance, approved] = await Promise.all([
    chain.reader.readContract({
      address: keeper,
      abi: conditionalTokensAbi,
      functionName: 'balanceOf',
      args: [wallet, BigInt(tokenId)],
    }),
    mayMovePositions(chain, wallet, { keeper, mover: exchange }),
  ]);
  return { balance, approved };
}

function mayMovePositions(
  { reader }: ChainAccess,
  wallet: Address,
  { keeper, mover }: Movement,
): Promise<boolean> {
  return reader.readContract({
    address: keeper,
    abi: conditionalTokensAbi,
    functionName: 'isApprovedForAll',
    args: [wallet, mover],
  });
}
