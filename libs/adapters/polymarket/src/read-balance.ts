/** What a wallet can spend or sell, as the venue sees it once it has looked at the chain anew. */
import { AssetType, type ClobClient } from '@polymarket/clob-client-v2';
import type { Venue } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';

export type ReadBalanceContext = {
  readonly client: Pick<ClobClient, 'getBalanceAllowance' | 'updateBalanceAllowance'>;
  readonly timeoutMs: number;
};

/** In millionths. Throws VenueUnavailableError or UnreadableAnswerError. */
export async function readBalance(
  { client, timeoutMs }: ReadBalanceContext,
  asset: Parameters<Venue['balance']>[0],
): Promise<bigint> {
  const wanted =
    asset === 'collateral'
      ? { asset_type: AssetType.COLLATERAL }
      : { asset_type: AssetType.CONDITIONAL, token_id: asset.tokenId };
  // The venue answers from a cache, which a redemption does not touch. Its old word is better than none.
  await askVenue(() => client.updateBalanceAllowance(wanted), { timeoutMs });
  const answer = await askVenue(() => client.getBalanceAllowance(wanted), { timeoutMs });
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not read a balance: ${describe(answer)}`);
  }
  return balanceFrom(answer.body);
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function balanceFrom(body: unknown): bigint {
  const read = Balance.safeParse(body);
  if (read.success) return BigInt(read.data.balance);
  throw new UnreadableAnswerError(`Could not read a balance: ${read.error.message}`);
}

const Balance = z.object({ balance: z.string().regex(/^\d{1,78}$/) });
