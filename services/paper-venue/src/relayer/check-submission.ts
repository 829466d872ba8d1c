/** Whether the relayer takes a request: the wallet's own, signed, next in turn, and worth its gas. */
import { decodeFunctionData, isAddressEqual, zeroHash } from 'viem';
import type { ChainAccess } from '../chain/chain-access.js';
import { collateralAdapterAbi, conditionalTokensAbi } from '../chain/contract-abis.js';
import { isDeployed } from '../chain/make-wallet.js';
import {
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  NEG_RISK_COLLATERAL_ADAPTER,
  USDC_E,
  WRAPPED_COLLATERAL,
} from '../chain/venue-addresses.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import {
  DEPOSIT_WALLET_FACTORY,
  depositWalletOf,
  PROXY_FACTORY,
  proxyWalletOf,
  relay,
  RELAY_HUB,
  SAFE_FACTORY,
  safeOf,
} from '../chain/wallet-addresses.js';
import { refusedCall } from './allowed-calls.js';
import { innerCallsOf } from './inner-calls.js';
import type { RelayedOnes } from './relayed.js';
import { signedByOwner } from './signed-by-owner.js';
import type { InnerCall, Submission } from './submission.js';
import { walletNonce } from './wallet-nonce.js';

/** Which wallet a request speaks for. */
export const walletAsked = (asked: Submission): Address => {
  switch (asked.type) {
    case 'SAFE':
    case 'SAFE-CREATE':
      return safeOf(asked.from);
    case 'PROXY':
      return proxyWalletOf(asked.from);
    case 'WALLET':
    case 'WALLET-CREATE':
      return depositWalletOf(asked.from);
  }
};

/** The refusal's own words; undefined when the request is taken. */
export const refusedSubmission = async (
  chain: ChainAccess,
  relayed: RelayedOnes,
  asked: Submission,
  nowMs: number,
): Promise<string | undefined> => {
  const misdirected = misdirection(asked);
  if (misdirected !== undefined) return misdirected;
  if (!(await signedByOwner(asked))) return 'invalid signature';
  const calls = innerCallsOf(asked);
  if (calls === undefined) return 'invalid data: the calls cannot be read';
  const blocked = calls.map(refusedCall).find((refusal) => refusal !== undefined);
  if (blocked !== undefined) return blocked;
  const wallet = walletAsked(asked);
  const early = await untimely(chain, relayed, asked, nowMs);
  if (early !== undefined) return early;
  return (await redeemsNothing(chain, wallet, calls))
    ? 'PRECHECK_SKIPPED: redeem skipped: zero position balance'
    : undefined;
};

/** Addresses inside the request that are not those the owner's request must carry. */
const misdirection = (asked: Submission): string | undefined => {
  const wallet = walletAsked(asked);
  switch (asked.type) {
    case 'SAFE':
      return isAddressEqual(asked.proxyWallet, wallet) ? undefined : foreignWallet(asked.from);
    case 'SAFE-CREATE':
      if (!isAddressEqual(asked.proxyWallet, wallet)) return foreignWallet(asked.from);
      return wrongFactory(asked.to, SAFE_FACTORY);
    case 'PROXY':
      if (!isAddressEqual(asked.proxyWallet, wallet)) return foreignWallet(asked.from);
      if (!isAddressEqual(asked.signatureParams.relayHub, RELAY_HUB)) return 'invalid relay hub';
      if (!isAddressEqual(asked.signatureParams.relay, relay.address)) return 'invalid relay';
      return wrongFactory(asked.to, PROXY_FACTORY);
    case 'WALLET':
      if (!isAddressEqual(asked.depositWalletParams.depositWallet, wallet))
        return foreignWallet(asked.from);
      return wrongFactory(asked.to, DEPOSIT_WALLET_FACTORY);
    case 'WALLET-CREATE':
      return wrongFactory(asked.to, DEPOSIT_WALLET_FACTORY);
  }
};

const foreignWallet = (owner: Address): string => `invalid proxy wallet: it is not ${owner}'s own`;

const wrongFactory = (found: Address, expected: Address): string | undefined =>
  isAddressEqual(found, expected) ? undefined : `call blocked: ${found} is not in the allowed list`;

const untimely = async (
  chain: ChainAccess,
  relayed: RelayedOnes,
  asked: Submission,
  nowMs: number,
): Promise<string | undefined> => {
  const wallet = walletAsked(asked);
  if (relayed.inFlight(wallet) !== undefined)
    return `wallet busy: ${wallet} has an active action in flight`;
  const deployed = await isDeployed(chain, wallet);
  if (asked.type === 'SAFE-CREATE' || asked.type === 'WALLET-CREATE')
    return deployed ? `wallet already deployed: ${wallet}` : undefined;
  if (!deployed && asked.type !== 'PROXY') return `wallet is not deployed: ${wallet}`;
  const expected = await walletNonce(chain, asked.type, asked.from);
  if (asked.nonce !== expected) return `nonce mismatch: expected ${expected}, found ${asked.nonce}`;
  if (asked.type === 'WALLET' && asked.depositWalletParams.deadline * 1000n < BigInt(nowMs))
    return `deadline over: ${asked.depositWalletParams.deadline}`;
  return undefined;
};

/** True when some redemption of a collateral adapter would burn none of either outcome. */
const redeemsNothing = async (
  chain: ChainAccess,
  wallet: Address,
  calls: readonly InnerCall[],
): Promise<boolean> => {
  for (const call of calls) {
    const conditionId = redeemedCondition(call);
    if (conditionId === undefined) continue;
    const collateral = call.target === CTF_COLLATERAL_ADAPTER ? USDC_E : WRAPPED_COLLATERAL;
    const held = await Promise.all(
      [1n, 2n].map((set) => positionBalance(chain, wallet, { collateral, conditionId, set })),
    );
    if (held.every((balance) => balance === 0n)) return true;
  }
  return false;
};

const redeemedCondition = ({ target, data }: InnerCall): Hex | undefined => {
  if (target !== CTF_COLLATERAL_ADAPTER && target !== NEG_RISK_COLLATERAL_ADAPTER) return undefined;
  try {
    const decoded = decodeFunctionData({ abi: collateralAdapterAbi, data });
    return decoded.functionName === 'redeemPositions' ? decoded.args[2] : undefined;
  } catch {
    return undefined;
  }
};

const positionBalance = async (
  { reader }: ChainAccess,
  wallet: Address,
  position: { readonly collateral: Address; readonly conditionId: Hex; readonly set: bigint },
): Promise<bigint> => {
  const tokens = { address: CONDITIONAL_TOKENS, abi: conditionalTokensAbi } as const;
  const collection = await reader.readContract({
    ...tokens,
    functionName: 'getCollectionId',
    args: [zeroHash, position.conditionId, position.set],
  });
  const id = await reader.readContract({
    ...tokens,
    functionName: 'getPositionId',
    args: [position.collateral, collection],
  });
  return reader.readContract({ ...tokens, functionName: 'balanceOf', args: [wallet, id] });
};
