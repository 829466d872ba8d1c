/** Keeps the books of many tokens from the market channel, a connection for every 200 of them. */
import type { account, ConditionId, TokenId } from '@sluice/domain';
import type { MarketData } from '@sluice/ports';
import { bookOf, type Book } from './book.js';
import { readBookMessage } from './book-messages.js';
import type { Log } from './log.js';
import { openVenueSocket, type SocketTiming, type VenueSocket } from './venue-socket.js';

export type FollowBooksContext = {
  readonly url: string;
  readonly now: () => string;
  readonly log: Log;
  readonly timing?: Partial<SocketTiming>;
};

/** A quote's time is when we heard it: a quiet book is as true as a busy one. */
export function followBooks(
  context: FollowBooksContext,
  tokenIds: () => readonly TokenId[],
  onQuote: (quote: account.Quote) => void,
  onResolved: (conditionId: ConditionId) => void = () => undefined,
): ReturnType<MarketData['followBooks']> {
  const channels: Channel[] = [];
  const refresh = (): void => {
    const wanted = new Set(tokenIds());
    for (const channel of channels) {
      channel.drop([...channel.tokens].filter((tokenId) => !wanted.has(tokenId)));
      for (const tokenId of channel.tokens) wanted.delete(tokenId);
    }
    const missing = [...wanted];
    for (const channel of channels) {
      channel.add(missing.splice(0, TOKENS_PER_CONNECTION_MAX - channel.tokens.size));
    }
    while (missing.length > 0) {
      const first = missing.splice(0, TOKENS_PER_CONNECTION_MAX);
      const channel = openChannel(context, first, { onQuote, onResolved });
      channels.push(channel);
    }
    for (const empty of channels.filter(({ tokens }) => tokens.size === 0)) {
      channels.splice(channels.indexOf(empty), 1);
      void empty.socket.stop();
    }
  };
  refresh();
  return {
    refresh,
    healthy: () => channels.every(({ socket }) => socket.healthy()),
    stop: async () => {
      await Promise.all(channels.splice(0).map(({ socket }) => socket.stop()));
    },
  };
}

type Channel = {
  readonly socket: VenueSocket;
  readonly tokens: ReadonlySet<TokenId>;
  add(tokenIds: readonly TokenId[]): void;
  drop(tokenIds: readonly TokenId[]): void;
};

function openChannel(
  { url, now, log, timing }: FollowBooksContext,
  first: readonly TokenId[],
  {
    onQuote,
    onResolved,
  }: {
    readonly onQuote: (quote: account.Quote) => void;
    readonly onResolved: (conditionId: ConditionId) => void;
  },
): Channel {
  const tokens = new Set(first);
  const books = new Map<TokenId, Book>();
  const tell = (changed: Iterable<TokenId>): void => {
    for (const tokenId of changed) {
      const quote = books.get(tokenId)?.quote(tokenId, now());
      if (quote !== undefined) onQuote(quote);
    }
  };
  const ask = (operation: 'subscribe' | 'unsubscribe', assets: readonly TokenId[]): void => {
    if (assets.length > 0) socket.send({ operation, assets_ids: assets });
  };
  const forget = (tokenId: TokenId): void => void books.delete(tokenId);

  const apply = (message: unknown): void => {
    const read = readBookMessage(message);
    switch (read.kind) {
      case 'snapshot':
        if (!tokens.has(read.tokenId)) return;
        books.set(read.tokenId, bookOf(read));
        tell([read.tokenId]);
        return;
      case 'changes': {
        const ours = read.changes.filter(({ tokenId }) => books.has(tokenId));
        for (const { tokenId, side, level } of ours) books.get(tokenId)?.set(side, level);
        tell(new Set(ours.map(({ tokenId }) => tokenId)));
        return;
      }
      case 'grid_moved':
        forget(read.tokenId);
        // A new subscription brings a new snapshot.
        ask('unsubscribe', [read.tokenId]);
        ask('subscribe', [read.tokenId]);
        return;
      case 'resolved':
        onResolved(read.conditionId);
        return;
      case 'other':
        return;
    }
  };
  const socket = openVenueSocket({
    ...{ url, log, name: 'market channel', onSubscribed: () => undefined },
    subscription: () => ({ type: 'market', assets_ids: [...tokens], custom_feature_enabled: true }),
    onLost: () => books.clear(),
    onMessage: (message) => {
      try {
        apply(message);
      } catch (error) {
        // A change we could not read leaves every book behind it in doubt.
        books.clear();
        socket.reconnect();
        throw error;
      }
    },
    ...(timing ? { timing } : {}),
  });
  return {
    socket,
    tokens,
    add(tokenIds) {
      for (const tokenId of tokenIds) tokens.add(tokenId);
      ask('subscribe', tokenIds);
    },
    drop(tokenIds) {
      for (const tokenId of tokenIds) tokens.delete(tokenId);
      tokenIds.forEach(forget);
      ask('unsubscribe', tokenIds);
    },
  };
}

/** Beyond 500 the venue sends no first snapshot; 200 is what others run with. */
const TOKENS_PER_CONNECTION_MAX = 200;
