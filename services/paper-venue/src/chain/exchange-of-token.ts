/** Which exchange trades a token, which contract keeps it, and of which condition it is. */
import { zeroHash } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { exchangeAbi } from './contract-abis.js';
import { isPositionManagerId } from './market-ids.js';
import {
  CONDITIONAL_TOKENS,
  CTF_EXCHANGE,
  EXCHANGE_V3,
  NEG_RISK_EXCHANGE,
  POSITION_MANAGER,
} from './venue-addresses.js';
import type { Address, Hex, MarketKind } from './venue-chain.js';

export const EXCHANGE_OF_KIND: Readonly<Record<MarketKind['kind'], Address>> = {
  standard: CTF_EXCHANGE,
  neg_risk: NEG_RISK_EXCHANGE,
  protocol_v2: EXCHANGE_V3,
};

export type TokenPlace = {
  readonly kind: MarketKind['kind'];
  readonly exchange: Address;
  /** The ERC-1155 contract. */
  readonly keeper: Address;
  /** Absent when no exchange trades it. */
  readonly conditionId: Hex | undefined;
};

/** A token nobody trades is taken for one of a standard market. */
export async function placeOfToken(chain: ChainAccess, tokenId: string): Promise<TokenPlace> {
  const kinds: readonly MarketKind['kind'][] = isPositionManagerId(tokenId)
    ? ['protocol_v2']
    : ['standard', 'neg_risk'];
  for (const kind of kinds) {
    const exchange = EXCHANGE_OF_KIND[kind];
    const conditionId = await conditionAt(chain, exchange, tokenId);
    if (conditionId !== undefined) return { kind, exchange, keeper: keeperOf(kind), conditionId };
  }
  const [kind = 'standard'] = kinds;
  return {
    kind,
    exchange: EXCHANGE_OF_KIND[kind],
    keeper: keeperOf(kind),
    conditionId: undefined,
  };
}

export async function conditionAt(
  { reader }: ChainAccess,
  exchange: Address,
  tokenId: string,
): Promise<Hex | undefined> {
  const conditionId = await reader.readContract({
    address: exchange,
    abi: exchangeAbi,
    functionName: 'conditionOf',
    args: [BigInt(tokenId)],
  });
  return conditionId === zeroHash ? undefined : conditionId;
}

const keeperOf = (kind: MarketKind['kind']): Address =>
  kind === 'protocol_v2' ? POSITION_MANAGER : CONDITIONAL_TOKENS;
