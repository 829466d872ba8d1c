/** Lists our fills of one token or of all, complete or not at all. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import { epochMs, fee, type Instant, type TokenId } from '@sluice/domain';
import type { VenueFill } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import type { FeeSchedules } from './fee-schedules.js';
import { readPages, type PageOf } from './read-pages.js';
import { fillsFrom, readTrade, tookLiquidity, type Ourselves, type Trade } from './venue-trade.js';

export type ListFillsContext = Ourselves & {
  readonly client: Pick<ClobClient, 'getTradesPaginated'>;
  readonly timeoutMs: number;
  readonly feeSchedules: FeeSchedules;
  readonly signedShares: (orderHash: string) => bigint | undefined;
};

/**
 * Newest first, one entry per trade and order of ours. Throws IncompleteAnswerError beyond 100 pages,
 * VenueUnavailableError when a page is missing, UnreadableAnswerError on one we cannot read.
 */
export async function listFills(
  context: ListFillsContext,
  of: { readonly tokenId?: TokenId; readonly since?: Instant },
): Promise<readonly VenueFill[]> {
  const fills: VenueFill[] = [];
  for (const trade of await listTrades(context, of)) fills.push(...(await fillsOf(context, trade)));
  return fills;
}

/** One trade as our fills, with the fee of its market. */
export async function fillsOf(
  context: Ourselves & Pick<ListFillsContext, 'feeSchedules' | 'signedShares'>,
  trade: Trade,
): Promise<readonly VenueFill[]> {
  const { wallet, apiKey, signedShares } = context;
  const schedule = tookLiquidity(trade, context)
    ? await context.feeSchedules(trade.market)
    : fee.noFee;
  return fillsFrom(trade, { wallet, apiKey, signedShares, fee: schedule });
}

function listTrades(
  { client, timeoutMs }: ListFillsContext,
  { tokenId, since }: { readonly tokenId?: TokenId; readonly since?: Instant },
): Promise<readonly Trade[]> {
  const params = {
    ...(tokenId === undefined ? {} : { asset_id: tokenId }),
    ...(since === undefined ? {} : { after: secondsBefore(since) }),
  };
  // Trades are only added, at the front: what moves over the edge of a page shows twice, not never.
  return readPages(`all fills of ${tokenId ?? 'every token'}`, {
    nameOf: (trade) => JSON.stringify(trade),
    readPage: async (cursor) =>
      pageFrom(await askVenue(() => client.getTradesPaginated(params, cursor), { timeoutMs })),
  });
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function pageFrom(answer: Answer): PageOf<Trade> {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not list fills: ${describe(answer)}`);
  }
  const read = TradesPage.safeParse(answer.body);
  if (!read.success) {
    throw new UnreadableAnswerError(`Could not list fills: ${read.error.message}`);
  }
  return { rows: read.data.data.map(readTrade), nextCursor: read.data.next_cursor };
}

/** `after` counts whole seconds; the second itself is wanted too. */
const secondsBefore = (since: Instant): string =>
  String(Math.max(0, Math.floor(epochMs(since) / 1000) - 1));

const TradesPage = z.object({ data: z.array(z.unknown()), next_cursor: z.string() });
