/** Follows our own orders and trades as the venue tells them, and says when it may have missed some. */
import type { Venue, VenueEvent } from '@sluice/ports';
import { z } from 'zod';
import { Decimal, readMicros } from './decimals.js';
import { UnreadableAnswerError } from './errors.js';
import { fillsOf, type ListFillsContext } from './list-fills.js';
import type { Log } from './log.js';
import { openVenueSocket, type SocketTiming } from './venue-socket.js';
import { readTrade, type Ourselves } from './venue-trade.js';
import { orderStatus } from './venue-words.js';
import type { money } from '@sluice/domain';

export type FollowUserContext = Ourselves &
  Pick<ListFillsContext, 'feeSchedules' | 'signedShares'> & {
    readonly url: string;
    /** Goes to the venue in the first message, and nowhere else. */
    readonly credentials: {
      readonly key: string;
      readonly secret: string;
      readonly passphrase: string;
    };
    readonly log: Log;
    readonly timing?: Partial<SocketTiming>;
  };

/**
 * Events come in the venue's order and may repeat. A `discontinuity` comes after every connection, the
 * first included, and whenever a message could not be told: look everything up again.
 */
export function followUser(
  context: FollowUserContext,
  onEvent: (event: VenueEvent) => void,
): ReturnType<Venue['follow']> {
  const { credentials, log } = context;
  const { key: apiKey, secret, passphrase } = credentials;
  let stopped = false;
  const tell = (event: VenueEvent): void => {
    if (!stopped) onEvent(event);
  };
  const inOrder = createQueue(log, () => tell({ kind: 'discontinuity' }));
  const socket = openVenueSocket({
    url: context.url,
    name: 'user channel',
    subscription: () => ({ auth: { apiKey, secret, passphrase }, type: 'user', markets: [] }),
    onSubscribed: () => inOrder(() => tell({ kind: 'discontinuity' })),
    onLost: () => undefined,
    onMessage: (message) =>
      inOrder(async () => {
        try {
          for (const event of await eventsFrom(message, context)) tell(event);
        } catch (error) {
          log(`user channel: message not understood, look-up needed: ${String(error)}`);
          tell({ kind: 'discontinuity' });
        }
      }),
    log,
    ...(context.timing ? { timing: context.timing } : {}),
  });
  return {
    healthy: () => socket.healthy(),
    async stop() {
      stopped = true;
      await socket.stop();
    },
  };
}

/**
 * Exported so that every recorded message can be read back in a test. Kinds of message we do not
 * follow give nothing; one about orders or money that we cannot read throws UnreadableAnswerError.
 */
export async function eventsFrom(
  message: unknown,
  context: Ourselves & Pick<ListFillsContext, 'feeSchedules' | 'signedShares'>,
): Promise<readonly VenueEvent[]> {
  const { event_type, type } = Envelope.parse(message);
  const kind = event_type ?? type ?? '';
  if (kind.toLowerCase() === 'trade') {
    const fills = await fillsOf(context, readTrade(message));
    return fills.map((fill) => ({ kind: 'fill', fill }));
  }
  if (kind.toLowerCase() === 'order' || Object.hasOwn(ORDER_KINDS, kind))
    return [orderEvent(message)];
  return [];
}

function orderEvent(message: unknown): VenueEvent {
  const read = OrderMessage.safeParse(message);
  if (!read.success) {
    const found = read.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new UnreadableAnswerError(`Could not read an order message: unexpected ${found}`);
  }
  const { id, type, status: word, size_matched: matched } = read.data;
  const kind = ORDER_KINDS[type];
  const matchedShares = readMicros(matched ?? '') as money.MicroShares;
  // A cancellation is one whatever status it repeats, unless that says more.
  const said = orderStatus(word === '' ? IMPLIED_STATUS[type] : word);
  const over = kind === 'cancelled' && (said === 'live' || said === 'delayed');
  const ended = over ? 'cancelled' : said;
  const status = ended === 'cancelled' && hasExpired(read.data) ? 'expired' : ended;
  const update = { orderHash: id, kind, status, matchedShares } as const;
  return { kind: 'order', update };
}

/** The venue tells the end of a GTD order as a cancellation, a minute before the stated time. */
function hasExpired({ order_type, expiration, timestamp }: z.infer<typeof OrderMessage>): boolean {
  const [endSeconds, toldMs] = [Number(expiration ?? ''), Number(timestamp ?? '')];
  if (order_type !== 'GTD' || !(endSeconds > 0) || !(toldMs > 0)) return false;
  return toldMs >= (endSeconds - DROPPED_EARLY_SECONDS) * 1000;
}

const DROPPED_EARLY_SECONDS = 60;

const ORDER_KINDS = { PLACEMENT: 'placed', UPDATE: 'updated', CANCELLATION: 'cancelled' } as const;
const IMPLIED_STATUS = { PLACEMENT: 'LIVE', UPDATE: 'LIVE', CANCELLATION: 'CANCELED' } as const;

const Envelope = z.object({ event_type: z.string().nullish(), type: z.string().nullish() });

/** Sizes are decimal shares here; a killed order leaves several fields empty. */
const OrderMessage = z.object({
  id: z.string().min(1),
  type: z.enum(['PLACEMENT', 'UPDATE', 'CANCELLATION']),
  status: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  size_matched: Decimal.nullish(),
  order_type: z.string().nullish(),
  expiration: Decimal.nullish(),
  timestamp: Decimal.nullish(),
});

/**
 * One after the other, though a fee may have to be asked for in between. A listener that throws has
 * missed that event and no other. Work beyond the limit is dropped and `onDropped` told once for all.
 */
function createQueue(log: Log, onDropped: () => void): (work: () => void | Promise<void>) => void {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let dropped = 0;
  const settle = (): void => {
    waiting -= 1;
    if (waiting > 0 || dropped === 0) return;
    log(`user channel: ${dropped} messages dropped, look-up needed`);
    dropped = 0;
    onDropped();
  };
  return (work) => {
    if (waiting >= WAITING_MAX) {
      dropped += 1;
      return;
    }
    waiting += 1;
    last = last
      .then(work)
      .catch((error: unknown) => {
        log(`user channel: an event could not be handled: ${String(error)}`);
      })
      .then(settle);
  };
}

const WAITING_MAX = 10_000;
