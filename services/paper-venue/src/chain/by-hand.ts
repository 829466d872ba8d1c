/** What happens to a wallet without its trader: positions redeemed by somebody else, approvals taken back. */
import { zeroHash } from 'viem';
import { VenueChainError, type ChainAccess } from './chain-access.js';
import {
  autoRedeemerAbi,
  collateralAdapterAbi,
  conditionalTokensAbi,
  moneyAbi,
  routerAbi,
} from './contract-abis.js';
import { placeOfToken, type TokenPlace } from './exchange-of-token.js';
import { shortConditionId } from './market-ids.js';
import {
  AUTO_REDEEMER,
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  NEG_RISK_COLLATERAL_ADAPTER,
  POSITION_MANAGER,
  PUSD,
  ROUTER,
  operator,
} from './venue-addresses.js';
import type { Address, HandRedemption, HandRevocation, Hex } from './venue-chain.js';
import { allowMover, provideGas, readPosition } from './wallets.js';

type Told = { readonly transactionHash: Hex };

/** Approvals that are missing for it are granted as the owner would. Throws VenueChainError. */
export async function redeemByHand(chain: ChainAccess, asked: HandRedemption): Promise<Told> {
  const place = await placeOfToken(chain, asked.tokenIds[0]);
  await provideGas(chain, asked.wallet);
  return asked.by === 'owner'
    ? redeemAsOwner(chain, asked, place)
    : redeemAsVenue(chain, asked, place);
}

async function redeemAsOwner(
  chain: ChainAccess,
  asked: HandRedemption,
  place: TokenPlace,
): Promise<Told> {
  const { wallet, conditionId } = asked;
  const purpose = `redeem ${conditionId} by hand for ${wallet}`;
  if (place.kind === 'protocol_v2') return redeemAtRouter(chain, asked, purpose);
  const adapter = adapterOf(place);
  await allowMover(chain, wallet, { keeper: CONDITIONAL_TOKENS, mover: adapter });
  return chain.sendAs(wallet, {
    purpose,
    to: adapter,
    abi: collateralAdapterAbi,
    functionName: 'redeemPositions',
    args: [PUSD, zeroHash, conditionId, [1n, 2n]],
  });
}

/** The Router takes one outcome at a time; the last transaction that did something is told. */
async function redeemAtRouter(
  chain: ChainAccess,
  { wallet, conditionId, tokenIds }: HandRedemption,
  purpose: string,
): Promise<Told> {
  await allowMover(chain, wallet, { keeper: POSITION_MANAGER, mover: ROUTER });
  let told: Told | undefined;
  for (const [outcome, tokenId] of tokenIds.entries()) {
    const { balance } = await readPosition(chain, wallet, tokenId);
    if (balance === 0n) continue;
    told = await chain.sendAs(wallet, {
      purpose,
      to: ROUTER,
      abi: routerAbi,
      functionName: 'redeem',
      args: [shortConditionId(conditionId), BigInt(outcome), balance],
    });
  }
  if (told !== undefined) return told;
  throw new VenueChainError('rejected', 'nothing held', `Could not ${purpose}: it holds nothing`);
}

async function redeemAsVenue(
  chain: ChainAccess,
  { wallet, conditionId, tokenIds }: HandRedemption,
  place: TokenPlace,
): Promise<Told> {
  await allowMover(chain, wallet, { keeper: place.keeper, mover: AUTO_REDEEMER });
  const call =
    place.kind === 'protocol_v2'
      ? { functionName: 'redeemPositions', args: [wallet, conditionId] }
      : {
          functionName: 'redeem',
          args: [wallet, adapterOf(place), conditionId, tokenIds.map(BigInt)],
        };
  return chain.send(operator, {
    purpose: `redeem ${conditionId} automatically for ${wallet}`,
    to: AUTO_REDEEMER,
    abi: autoRedeemerAbi,
    ...call,
  });
}

const adapterOf = ({ kind }: TokenPlace): Address =>
  kind === 'neg_risk' ? NEG_RISK_COLLATERAL_ADAPTER : CTF_COLLATERAL_ADAPTER;

const KEEPERS = { positions: CONDITIONAL_TOKENS, positions_v2: POSITION_MANAGER } as const;

/** Safe to repeat. Throws VenueChainError. */
export async function revokeByHand(
  chain: ChainAccess,
  { wallet, token, spender }: HandRevocation,
): Promise<Told> {
  await provideGas(chain, wallet);
  const purpose = `revoke what ${wallet} allowed ${spender}`;
  return token === 'collateral'
    ? chain.sendAs(wallet, {
        purpose,
        to: PUSD,
        abi: moneyAbi,
        functionName: 'approve',
        args: [spender, 0n],
      })
    : chain.sendAs(wallet, {
        purpose,
        to: KEEPERS[token],
        abi: conditionalTokensAbi,
        functionName: 'setApprovalForAll',
        args: [spender, false],
      });
}
