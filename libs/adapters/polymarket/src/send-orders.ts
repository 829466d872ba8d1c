/**
 * Sends orders no faster than the venue takes them. One that must wait, for its turn or for a free
 * connection, leaves together with others that wait, in one request.
 */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { PlacementOutcome, Venue } from '@sluice/ports';
import { askVenue, type Answer } from './ask-venue.js';
import { placeOrder, readPlacement, type PlaceOrderContext } from './place-order.js';
import { clientOrder, readSignedBody, type SignedBody } from './signed-body.js';
import type { TokenBucket } from './token-bucket.js';

export type SendOrdersContext = PlaceOrderContext & {
  readonly client: Pick<ClobClient, 'postOrder' | 'postOrders'>;
  /** One token for each order. */
  readonly turns: TokenBucket;
};

/** Each order is answered for itself. Throws AlteredOrderError like placing it alone. */
export function orderSender(context: SendOrdersContext): Venue['place'] {
  const { turns, timeoutMs } = context;
  const waiting: Waiting[] = [];
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;

  const send = (): void => {
    while (waiting.length > 0 && underWay < REQUESTS_UNDER_WAY_MAX) {
      const legs = takeLegs(waiting, turns);
      if (legs.length === 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          send();
        }, turns.waitMs()).unref();
        return;
      }
      underWay += 1;
      void sendTogether(context, legs).finally(() => {
        underWay -= 1;
        send();
      });
    }
  };
  return async (signed) => {
    const body = readSignedBody(signed);
    if (waiting.length >= WAITING_MAX) return unsent(`${waiting.length} orders wait to be sent`);
    return new Promise((resolve, reject) => {
      waiting.push({ signed, body, untilMs: performance.now() + timeoutMs, resolve, reject });
      send();
    });
  };
}

type Signed = Parameters<Venue['place']>[0];

type Waiting = {
  readonly signed: Signed;
  readonly body: SignedBody;
  readonly untilMs: number;
  readonly resolve: (outcome: PlacementOutcome) => void;
  readonly reject: (error: unknown) => void;
};

/** Those in front with the same flags, as many as have their turn; one flag goes for all. */
function takeLegs(waiting: Waiting[], turns: TokenBucket): readonly Waiting[] {
  const legs: Waiting[] = [];
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    const { postOnly, deferExec } = legs[0]?.body ?? next.body;
    const fits = next.body.postOnly === postOnly && next.body.deferExec === deferExec;
    if (performance.now() > next.untilMs) {
      waiting.shift();
      next.resolve(unsent('it waited too long to be sent'));
    } else if (legs.length >= LEGS_MAX || !fits || !turns.take()) {
      break;
    } else {
      waiting.shift();
      legs.push(next);
    }
  }
  return legs;
}

async function sendTogether(context: SendOrdersContext, legs: readonly Waiting[]): Promise<void> {
  try {
    const [only] = legs;
    if (legs.length === 1 && only !== undefined) {
      only.resolve(await placeOrder(context, only.signed));
      return;
    }
    const answer = await postTogether(context, legs);
    legs.forEach(({ resolve, signed }, place) =>
      resolve(readLeg(answer, { place, legs: legs.length }, signed.orderHash)),
    );
  } catch (error) {
    for (const { reject } of legs) reject(error);
  }
}

function postTogether(
  { client, timeoutMs }: SendOrdersContext,
  legs: readonly Waiting[],
): Promise<Answer> {
  const { postOnly = false, deferExec = false } = legs[0]?.body ?? {};
  const orders = legs.map(({ body }) => ({ order: clientOrder(body), orderType: body.orderType }));
  return askVenue(() => client.postOrders(orders, postOnly, deferExec), { timeoutMs });
}

/**
 * The venue answers in the order of the request. A refusal of the whole may be about another leg, so
 * only what it says of itself counts for all. Exported for recorded answers.
 */
export function readLeg(
  answer: Answer,
  { place, legs }: { readonly place: number; readonly legs: number },
  orderHash: string,
): PlacementOutcome {
  const whole = readPlacement(answer, orderHash);
  if (answer.kind === 'lost') return whole;
  const { body } = answer;
  if (Array.isArray(body) && body.length === legs) {
    return readPlacement({ ...answer, body: body[place] as unknown }, orderHash);
  }
  const isOfVenue = whole.kind !== 'rejected' || whole.condition !== undefined;
  return isOfVenue && whole.kind !== 'accepted'
    ? whole
    : { kind: 'unknown', detail: `the answer to ${legs} orders is about none of them` };
}

/** It never left us, so the venue does not have it. */
function unsent(detail: string): PlacementOutcome {
  return { kind: 'not_taken', condition: 'open', retryAfterMs: UNSENT_RETRY_MS, detail };
}

/** As many as the venue takes in one request. */
const LEGS_MAX = 15;
const REQUESTS_UNDER_WAY_MAX = 8;
const WAITING_MAX = 200;
const UNSENT_RETRY_MS = 1_000;
