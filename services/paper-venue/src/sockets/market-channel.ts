/** /ws/market: anyone may watch tokens; whole books first, then every change. */
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Venue } from '../venue.js';
import { deliver } from './deliver.js';
import { bookFrame, marketFrames, marketOf } from './market-frames.js';
import { onText, send } from './wire-socket.js';

const TOKENS_PER_CONNECTION_MAX = 500;

export type Channel = {
  accept(socket: WebSocket): void;
  close(): void;
};

export const createMarketChannel = (venue: Venue, onSubscribe: () => void): Channel => {
  const watchers = new Map<WebSocket, Watcher>();
  const stopListening = venue.announcements.listen((announcement) => {
    const market = marketOf(announcement);
    if (market === undefined) return;
    const watching = [...watchers].filter(([, { tokens }]) =>
      market.tokenIds.some((tokenId) => tokens.has(tokenId)),
    );
    if (watching.length === 0) return;
    for (const { tokenIds, custom, body } of marketFrames(announcement, venue.nowMs())) {
      const text = JSON.stringify(body);
      for (const [socket, watcher] of watching) {
        if ((custom && !watcher.custom) || !tokenIds.some((tokenId) => watcher.tokens.has(tokenId)))
          continue;
        const hand = venue.faults.hand(venue);
        const plan = venue.faults.take('market_frame', [subjectOf(body)], { ...hand, body });
        if (plan === undefined) send(socket, text);
        else deliver(hand, socket, body, plan());
      }
    }
  });
  const obey = (socket: WebSocket, request: Request): void => {
    const watcher = watchers.get(socket) ?? { tokens: new Set<string>(), custom: false };
    const { assets_ids: wanted = [], operation } = request;
    const tokens = new Set(watcher.tokens);
    for (const tokenId of wanted)
      if (operation === 'unsubscribe') tokens.delete(tokenId);
      else if (tokens.size < TOKENS_PER_CONNECTION_MAX) tokens.add(tokenId);
    watchers.set(socket, { tokens, custom: request.custom_feature_enabled ?? watcher.custom });
    if (operation === 'unsubscribe') return;
    onSubscribe();
    const hand = venue.faults.hand(venue);
    const given = { ...hand, tokenIds: wanted };
    const plan = venue.faults.take('market_subscription', ['market'], given)?.() ?? {};
    if (plan.cutAfterMs !== undefined) hand.later(plan.cutAfterMs, () => socket.terminate());
    if (plan.ignored === true) watchers.delete(socket);
    if (plan.ignored === true || plan.noSnapshot === true) return;
    if (request.initial_dump === false) return;
    const books = wanted.flatMap((tokenId) => {
      const listed = venue.markets.byToken(tokenId);
      return listed === undefined ? [] : [bookFrame(listed.market, listed.token)];
    });
    send(socket, JSON.stringify(books));
  };
  return {
    accept: (socket) => {
      onText(socket, (json) => {
        const read = request.safeParse(json);
        if (read.success) obey(socket, read.data);
        else send(socket, 'INVALID OPERATION');
      });
      socket.on('close', () => watchers.delete(socket));
    },
    close: stopListening,
  };
};

const subjectOf = (body: Readonly<Record<string, unknown>>): string => String(body['event_type']);

type Watcher = { readonly tokens: ReadonlySet<string>; readonly custom: boolean };

const request = z.object({
  type: z
    .string()
    .regex(/^market$/i)
    .optional(),
  operation: z.enum(['subscribe', 'unsubscribe']).optional(),
  assets_ids: z.array(z.string().max(100)).max(TOKENS_PER_CONNECTION_MAX).optional(),
  custom_feature_enabled: z.boolean().optional(),
  initial_dump: z.boolean().optional(),
});

type Request = z.infer<typeof request>;
