/** What the venue and the chain say the wallet holds, asked independently of our services. */
import { AssetType, type ClobClient } from '@polymarket/clob-client-v2';
import { createPublicClient, http, parseAbi, type Hex } from 'viem';
import { polygon } from 'viem/chains';
import { officialClient } from './official-client.js';
import type { Amounts } from './report.js';
import type { VenueReady } from './stack/stack.js';

const COLLATERAL = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
const CONDITIONAL_TOKENS = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
const POSITION_MANAGER = '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF';
/** The bits a PositionManager id leaves empty, and a conditional token's does not. */
const EMPTY_BITS = ((1n << 64n) - 1n) << 40n;
const ABI = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function balanceOfBatch(address[] owners, uint256[] ids) view returns (uint256[])',
]);

export async function chainAmounts(
  venue: VenueReady,
  tokenIds: readonly string[],
): Promise<Amounts> {
  const wallet = venue.account as Hex;
  const client = createPublicClient({ chain: polygon, transport: http(venue.rpc) });
  const collateral = await client.readContract({
    address: COLLATERAL,
    abi: ABI,
    functionName: 'balanceOf',
    args: [wallet],
  });
  const tokens = new Map<string, bigint>();
  for (const address of [CONDITIONAL_TOKENS, POSITION_MANAGER] as const) {
    const ids = tokenIds.filter((id) => keeperOf(id) === address);
    if (ids.length === 0) continue;
    const shares = await client.readContract({
      address,
      abi: ABI,
      functionName: 'balanceOfBatch',
      args: [ids.map(() => wallet), ids.map(BigInt)],
    });
    for (const [index, id] of ids.entries()) tokens.set(id, shares[index] ?? 0n);
  }
  return { collateral, tokens };
}

/** Positions of protocol v2 are kept by a contract of their own. */
const keeperOf = (tokenId: string) =>
  (BigInt(tokenId) & EMPTY_BITS) === 0n ? POSITION_MANAGER : CONDITIONAL_TOKENS;

export async function venueAmounts(
  venue: VenueReady,
  tokenIds: readonly string[],
): Promise<Amounts> {
  const client = await officialClient(venue);
  const balance = async (asset: Parameters<ClobClient['getBalanceAllowance']>[0]) => {
    // The venue keeps a cache and says so: let it look at the chain first.
    await client.updateBalanceAllowance(asset);
    return BigInt((await client.getBalanceAllowance(asset)).balance);
  };

  const collateral = await balance({ asset_type: AssetType.COLLATERAL });
  const tokens = new Map<string, bigint>();
  for (const token_id of tokenIds) {
    tokens.set(token_id, await balance({ asset_type: AssetType.CONDITIONAL, token_id }));
  }
  return { collateral, tokens };
}
