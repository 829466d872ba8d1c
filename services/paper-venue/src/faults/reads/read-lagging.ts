/** A read model that runs behind: what it answers was true some time ago. */
import { z } from 'zod';
import type { Answer } from '../../http/route.js';
import type { Venue } from '../../venue.js';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';

const ANSWERS_KEPT_MAX = 1_000;

type Seen = { readonly atMs: number; readonly answer: Answer };

/** What each read answered while the fault was at work, oldest first. */
const seenAt = new WeakMap<Venue, Map<string, readonly Seen[]>>();

export const readLagging = defineFault({
  at: 'request',
  about: 'Answers what the same read answered a while ago, or first; arm it for many times.',
  parameters: z.strictObject({ lagMs: delayMs.default(30_000) }),
  subjects: ['GET /positions', 'GET /data/orders', 'GET /data/trades', 'GET /balance-allowance'],
  strike: async ({ venue, request, serve }, { lagMs }) => {
    const answer = await serve();
    const seen = seenAt.get(venue) ?? new Map<string, readonly Seen[]>();
    seenAt.set(venue, seen);
    const key = `${request.path}?${request.query.toString()}`;
    const nowMs = venue.nowMs();
    const all = [...(seen.get(key) ?? []), { atMs: nowMs, answer }].slice(-ANSWERS_KEPT_MAX);
    seen.set(key, all);
    return (all.findLast(({ atMs }) => atMs <= nowMs - lagMs) ?? all[0])?.answer ?? answer;
  },
});
