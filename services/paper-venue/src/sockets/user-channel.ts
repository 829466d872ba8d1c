/** /ws/user: a key hears of its own orders and trades. */
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { sameText } from '../auth/verify-request.js';
import { orderEvent } from '../orders/order-views.js';
import { tradeEvent } from '../trades/trade-views.js';
import { legsOf } from '../trades/trade.js';
import type { Announcement, Venue } from '../venue.js';
import type { Channel } from './market-channel.js';
import { onText, send } from './wire-socket.js';

const MARKETS_PER_CONNECTION_MAX = 1_000;
const UNAUTHORIZED_CLOSE_CODE = 1008;

export const createUserChannel = (venue: Venue): Channel => {
  const readers = new Map<WebSocket, Reader>();
  const stopListening = venue.announcements.listen((announcement) => {
    const told = toldTo(announcement);
    if (told === undefined) return;
    for (const [socket, reader] of readers)
      if (told.owners.has(reader.owner) && hears(reader, told.conditionId))
        send(socket, JSON.stringify(eventFor(venue, announcement, reader.owner)));
  });
  const obey = (socket: WebSocket, request: Request): void => {
    const reader = readers.get(socket);
    const wanted = (request.markets ?? []).map((id) => id.toLowerCase());
    if (request.auth !== undefined) {
      const owner = ownerOf(venue, request.auth);
      if (owner === undefined) socket.close(UNAUTHORIZED_CLOSE_CODE, 'Unauthorized');
      else readers.set(socket, { owner, markets: new Set(wanted) });
    } else if (reader !== undefined) {
      const markets = new Set(reader.markets);
      for (const id of wanted)
        if (request.operation === 'unsubscribe') markets.delete(id);
        else if (markets.size < MARKETS_PER_CONNECTION_MAX) markets.add(id);
      readers.set(socket, { ...reader, markets });
    } else socket.close(UNAUTHORIZED_CLOSE_CODE, 'Unauthorized');
  };
  return {
    accept: (socket) => {
      onText(socket, (json) => {
        const read = request.safeParse(json);
        if (read.success) obey(socket, read.data);
        else socket.close(UNAUTHORIZED_CLOSE_CODE, 'Unauthorized');
      });
      socket.on('close', () => readers.delete(socket));
    },
    close: stopListening,
  };
};

/** No markets named = all of them. */
type Reader = { readonly owner: string; readonly markets: ReadonlySet<string> };

const hears = ({ markets }: Reader, conditionId: string): boolean =>
  markets.size === 0 || markets.has(conditionId.toLowerCase());

const toldTo = (announcement: Announcement) => {
  if (announcement.kind === 'order') {
    const { owner, conditionId } = announcement.order;
    return { owners: new Set([owner]), conditionId };
  }
  if (announcement.kind !== 'trade') return undefined;
  const owners = new Set(legsOf(announcement.trade).map((leg) => leg.owner));
  return { owners, conditionId: announcement.trade.conditionId };
};

const eventFor = (venue: Venue, announcement: Announcement, owner: string): object => {
  if (announcement.kind === 'order') {
    const market = venue.markets.find(announcement.order.conditionId);
    return orderEvent(announcement.type, announcement.order, market, venue.nowMs());
  }
  if (announcement.kind !== 'trade') return {};
  const market = venue.markets.find(announcement.trade.conditionId);
  return tradeEvent(announcement.trade, market, owner, venue.nowMs());
};

const credentials = z.object({
  apiKey: z.string().max(100),
  secret: z.string().max(200),
  passphrase: z.string().max(200),
});

const ownerOf = (venue: Venue, auth: z.infer<typeof credentials>): string | undefined => {
  const key = venue.keys.find(auth.apiKey);
  if (key === undefined) return undefined;
  const fits = sameText(key.secret, auth.secret) && sameText(key.passphrase, auth.passphrase);
  return fits ? key.id : undefined;
};

const request = z.object({
  auth: credentials.optional(),
  type: z
    .string()
    .regex(/^user$/i)
    .optional(),
  operation: z.enum(['subscribe', 'unsubscribe']).optional(),
  markets: z.array(z.string().max(100)).max(MARKETS_PER_CONNECTION_MAX).optional(),
});

type Request = z.infer<typeof request>;
