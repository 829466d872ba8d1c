/** What a wallet can spend or sell, as the venue sees it once it has looked at the chain anew. */
import { AssetType, type ClobClient } from '@polymarket/clob-client-v2';
import type { Venue } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { takeInTime, tokenBucket, type TokenBucket } from './token-bucket.js';

export type ReadBalanceContext = {
  readonly client: Pick<ClobClient, 'getBalanceAllowance' | 'updateBalanceAllowance'>;
  readonly timeoutMs: number;
  /** The venue lets 50 refreshes through in 10 s. */
  readonly refreshes: TokenBucket;
};

/** In millionths. Throws VenueUnavailableError or UnreadableAnswerError. */
export async function readBalance(
  context: ReadBalanceContext,
  asset: Parameters<Venue['balance']>[0],
): Promise<bigint> {
  const { client, timeoutMs, refreshes } = context;
  const wanted = queryFor(asset);
  // The venue answers from a cache, which a redemption does not touch. Its old word is better than none.
  if (refreshes.take()) await askVenue(() => client.updateBalanceAllowance(wanted), { timeoutMs });
  const answer = await askVenue(() => client.getBalanceAllowance(wanted), { timeoutMs });
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not read a balance: ${describe(answer)}`);
  }
  return balanceFrom(answer.body);
}

/** Waits for its turn when many are asked for. Throws VenueUnavailableError when it was not done. */
export async function refreshBalance(
  { client, timeoutMs, refreshes }: ReadBalanceContext,
  asset: Parameters<Venue['refreshBalance']>[0],
): Promise<void> {
  if (!(await takeInTime(refreshes, { withinMs: timeoutMs }))) {
    throw new VenueUnavailableError('Could not refresh a balance: too many were asked for');
  }
  const answer = await askVenue(() => client.updateBalanceAllowance(queryFor(asset)), {
    timeoutMs,
  });
  if (answer.kind === 'answered' && answer.status === 200) return;
  throw new VenueUnavailableError(`Could not refresh a balance: ${describe(answer)}`);
}

/** The venue allows 5 a second; we stay below it. */
export const balanceRefreshes = (): TokenBucket => tokenBucket({ perSecond: 4, burst: 20 });

/** Exported so that every recorded venue answer can be read back in a test. */
export function balanceFrom(body: unknown): bigint {
  const read = Balance.safeParse(body);
  if (read.success) return BigInt(read.data.balance);
  throw new UnreadableAnswerError(`Could not read a balance: ${read.error.message}`);
}

const queryFor = (asset: Parameters<Venue['balance']>[0]) =>
  asset === 'collateral'
    ? { asset_type: AssetType.COLLATERAL }
    : { asset_type: AssetType.CONDITIONAL, token_id: asset.tokenId };

const Balance = z.object({ balance: z.string().regex(/^\d{1,78}$/) });
