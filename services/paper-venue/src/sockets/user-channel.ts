/** /ws/user: a key hears of its own orders and trades. */
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { sameText } from '../auth/verify-request.js';
import { orderEvent } from '../orders/order-views.js';
import { tradeEvent } from '../trades/trade-views.js';
import { legsOf } from '../trades/trade.js';
import type { ApiKey } from '../auth/api-keys.js';
import type { UserFrameOccasion } from '../faults/occasions.js';
import type { Venue } from '../venue.js';
import { deliver } from './deliver.js';
import type { Channel } from './market-channel.js';
import { onText, send } from './wire-socket.js';

const MARKETS_PER_CONNECTION_MAX = 1_000;
const UNAUTHORIZED_CLOSE_CODE = 1008;
/** What a key was told last, for connections that hear it again. */
const FRAMES_KEPT_MAX = 20;

export const createUserChannel = (venue: Venue): Channel => {
  const readers = new Map<WebSocket, Reader>();
  const toldBefore = new Map<string, readonly object[]>();
  const stopListening = venue.announcements.listen((announcement) => {
    if (announcement.kind !== 'order' && announcement.kind !== 'trade') return;
    const told = toldTo(announcement);
    for (const [socket, reader] of readers)
      if (told.owners.has(reader.owner) && hears(reader, told.conditionId))
        tell(socket, announcement, reader.owner);
  });
  const tell = (socket: WebSocket, announcement: Told, owner: string): void => {
    const body = eventFor(venue, announcement, owner);
    remember(toldBefore, owner, body);
    const hand = venue.faults.hand(venue);
    const given = { ...hand, owner, announcement, body };
    deliver(
      hand,
      socket,
      body,
      venue.faults.take('user_frame', [subjectOf(announcement)], given)?.(),
    );
  };
  const obey = (socket: WebSocket, request: Request): void => {
    const reader = readers.get(socket);
    const wanted = (request.markets ?? []).map((id) => id.toLowerCase());
    if (request.auth !== undefined) {
      const key = keyOf(venue, request.auth);
      const hand = venue.faults.hand(venue);
      const given = { ...hand, key, toldBefore: toldBefore.get(key?.id ?? '') ?? [] };
      const plan = venue.faults.take('user_subscription', ['user'], given)?.() ?? {};
      if (plan.cutAfterMs !== undefined) hand.later(plan.cutAfterMs, () => socket.terminate());
      if (plan.ignored === true) return;
      if (key === undefined) socket.close(UNAUTHORIZED_CLOSE_CODE, 'Unauthorized');
      else readers.set(socket, { owner: key.id, markets: new Set(wanted) });
      for (const body of plan.again ?? []) send(socket, JSON.stringify(body));
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

type Told = UserFrameOccasion['announcement'];

const subjectOf = (announcement: Told): string =>
  announcement.kind === 'order'
    ? `order ${announcement.type}`
    : `trade ${announcement.trade.status}`;

const remember = (told: Map<string, readonly object[]>, owner: string, body: object): void =>
  void told.set(owner, [...(told.get(owner) ?? []), body].slice(-FRAMES_KEPT_MAX));

const toldTo = (announcement: Told) => {
  if (announcement.kind === 'order') {
    const { owner, conditionId } = announcement.order;
    return { owners: new Set([owner]), conditionId };
  }
  const owners = new Set(legsOf(announcement.trade).map((leg) => leg.owner));
  return { owners, conditionId: announcement.trade.conditionId };
};

const eventFor = (venue: Venue, announcement: Told, owner: string) => {
  if (announcement.kind === 'order') {
    const market = venue.markets.find(announcement.order.conditionId);
    return orderEvent(announcement.type, announcement.order, market, venue.nowMs());
  }
  const market = venue.markets.find(announcement.trade.conditionId);
  return tradeEvent(announcement.trade, market, owner, venue.nowMs());
};

const credentials = z.object({
  apiKey: z.string().max(100),
  secret: z.string().max(200),
  passphrase: z.string().max(200),
});

const keyOf = (venue: Venue, auth: z.infer<typeof credentials>): ApiKey | undefined => {
  const key = venue.keys.find(auth.apiKey);
  if (key === undefined) return undefined;
  const fits = sameText(key.secret, auth.secret) && sameText(key.passphrase, auth.passphrase);
  return fits ? key : undefined;
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
