/** The venue for one wallet: signing, placing, cancelling, looking up, following, watching over it. */
import { systemClock, type Venue } from '@sluice/ports';
import { getAddress, type Address, type Hex } from 'viem';
import { listening, type Heard } from './ask-venue.js';
import { heartbeats } from './beat-heart.js';
import { cancelOrder } from './cancel-order.js';
import { cancelAll, cancelOrders } from './cancel-orders.js';
import { feeSchedules } from './fee-schedules.js';
import { followUser } from './follow-user.js';
import { heardCondition } from './heard-condition.js';
import { keptTerms } from './kept-terms.js';
import { listFills } from './list-fills.js';
import { listOpenOrders } from './list-open-orders.js';
import { listPositions } from './list-positions.js';
import { silence, type Log } from './log.js';
import { localKey } from './local-key.js';
import { lookUpOrder } from './look-up-order.js';
import { openClient, type SignatureType } from './open-client.js';
import { doubtsTerms } from './placement-reasons.js';
import { probeVenue } from './probe-venue.js';
import { balanceRefreshes, readBalance, refreshBalance } from './read-balance.js';
import { orderSender } from './send-orders.js';
import { signingAccount } from './signing-account.js';
import { signOrder } from './sign-order.js';
import { signedSizes } from './signed-sizes.js';
import { readSignedBody } from './signed-body.js';
import { takeInTime, tokenBucket } from './token-bucket.js';
import { POLYGON_CHAIN_ID, POLYGON_EXCHANGES, type ExchangeContracts } from './venue-contracts.js';
import type { SocketTiming } from './venue-socket.js';

export type ConnectVenueOptions = {
  /** The venue's REST address, e.g. https://clob.polymarket.com. */
  readonly host: string;
  /** The user channel, e.g. wss://ws-subscriptions-clob.polymarket.com/ws/user. */
  readonly wsHost: string;
  /** The venue's data service, which lists positions. */
  readonly dataHost?: string;
  /** Signs orders. Kept in memory only, never logged. */
  readonly privateKey: Hex;
  readonly chainId?: number;
  readonly exchanges?: ExchangeContracts;
  readonly signatureType?: SignatureType;
  /** The wallet that holds money and positions; needed for every signature type but 0. */
  readonly funder?: Address;
  /** For each request, from sending to the last byte of the answer. */
  readonly timeoutMs: number;
  /** How many orders leave in a second; twice as many cancels. Below the signer's own limit. */
  readonly ordersPerSecond?: number;
  /** How long a GTD order rests. */
  readonly restingTimeMs?: number;
  readonly log?: Log;
  readonly now?: () => string;
  /** Ends waiting for a venue that is down at the start. */
  readonly signal?: AbortSignal;
  readonly socketTiming?: Partial<SocketTiming>;
  /** What was signed for a hash before this process: sizes in the venue's answers are read by it. */
  readonly signedShares?: (orderHash: string) => bigint | undefined;
  /** Hears of every answer: to count them, and to watch the venue's limits. */
  readonly onAnswer?: (heard: Heard) => void;
};

/** Waits for a venue that is down; throws VenueRefusedError when it refuses this wallet. */
export async function connectVenue(options: ConnectVenueOptions): Promise<Venue> {
  const { host, timeoutMs, signatureType = 0, log = silence } = options;
  const { ordersPerSecond = ORDERS_PER_SECOND } = options;
  const now = options.now ?? (() => systemClock.now());
  const chainId = options.chainId ?? POLYGON_CHAIN_ID;
  const { account, hashSignedAs } = signingAccount(localKey(options.privateKey));
  const funder = options.funder === undefined ? undefined : getAddress(options.funder);
  const { client, credentials } = await openClient({
    ...{ host, account, chainId, signatureType, funder, timeoutMs, log },
    signal: options.signal,
  });

  const sizes = signedSizes();
  const signedShares = (orderHash: string) =>
    sizes.of(orderHash) ?? options.signedShares?.(orderHash);
  const wallet = funder ?? account.address;
  const common = { client, timeoutMs };
  const nowMs = () => Date.parse(now());
  const heard = heardCondition(nowMs);
  const balances = { ...common, refreshes: balanceRefreshes() };
  const reading = {
    ...{ wallet, apiKey: credentials.key, signedShares },
    feeSchedules: feeSchedules(common, nowMs),
  };
  const terms = keptTerms({ ...common, now });
  const signing = {
    ...{
      client,
      terms,
      hashSignedAs,
      chainId,
      now,
      exchanges: options.exchanges ?? POLYGON_EXCHANGES,
    },
    restingTimeMs: options.restingTimeMs ?? RESTING_TIME_MS,
  };
  const send = orderSender({ ...common, turns: tokenBucket(paceOf(ordersPerSecond)) });
  const cancelling = { ...common, turns: tokenBucket(paceOf(2 * ordersPerSecond)) };
  const venue: Venue = {
    wallet,
    async sign(ticket) {
      const signed = await signOrder(signing, ticket);
      sizes.remember(signed.orderHash, signed.shares);
      return signed;
    },
    async place(signed) {
      const { side, makerAmount, takerAmount, tokenId } = readSignedBody(signed).order;
      sizes.remember(signed.orderHash, BigInt(side === 'BUY' ? takerAmount : makerAmount));
      const outcome = await send(signed);
      heard.hear(outcome);
      if (outcome.kind === 'rejected' && doubtsTerms(outcome.reason)) terms.forget(tokenId);
      return outcome;
    },
    async cancel(orderHash) {
      await takeInTime(cancelling.turns, { withinMs: Infinity });
      return cancelOrder(common, orderHash);
    },
    lookUp: (orderHash) => lookUpOrder({ ...common, signedShares }, orderHash),
    fills: (of) => listFills({ ...common, ...reading }, of),
    balance: (asset) => readBalance(balances, asset),
    refreshBalance: (asset) => refreshBalance(balances, asset),
    cancelMany: (orderHashes) => cancelOrders(cancelling, orderHashes),
    cancelAll: () => cancelAll(cancelling),
    openOrders: () => listOpenOrders({ ...common, signedShares }),
    positions: () =>
      listPositions({ wallet, timeoutMs, dataHost: options.dataHost ?? DATA_SERVICE }),
    beat: heartbeats(common),
    probe: () => probeVenue({ ...common, nowMs, heard: heard.latest }),
    follow: (onEvent) =>
      followUser(
        {
          ...{ ...reading, credentials, log, url: options.wsHost },
          ...(options.socketTiming ? { timing: options.socketTiming } : {}),
        },
        onEvent,
      ),
  };
  return options.onAnswer === undefined ? venue : overheard(venue, options.onAnswer);
}

/** The same venue; every answer it gets is also told to `listener`. */
function overheard(venue: Venue, listener: (heard: Heard) => void): Venue {
  return new Proxy(venue, {
    get: (target, name: keyof Venue) => {
      const found = target[name];
      if (typeof found !== 'function') return found;
      const verb = found as (...given: readonly unknown[]) => unknown;
      return (...given: readonly unknown[]) => listening(listener, () => verb(...given));
    },
  });
}

/** Below what the venue lets the smallest accounts do: 40 orders and 80 cancels a second. */
export const ORDERS_PER_SECOND = 36;
const paceOf = (perSecond: number) => ({ perSecond, burst: Math.ceil(perSecond * 1.5) });

const DATA_SERVICE = 'https://data-api.polymarket.com';
/** The venue refuses a GTD order that ends too soon; its newest client asks for at least 3 minutes. */
const RESTING_TIME_MS = 10 * 60_000;
