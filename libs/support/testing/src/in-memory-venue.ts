/**
 * The exchange in memory: it knows an order by its hash and takes it once, and it can be told to
 * refuse, to lose an answer, to lose the order, or to be down.
 */
import type { account, money, TokenId } from '@sluice/domain';
import {
  IncompleteAnswerError,
  UnsignableOrderError,
  type CancelAnswer,
  type OrderEvidence,
  type PlacementOutcome,
  type Venue,
  type VenueCondition,
  type VenueEvent,
  type VenueFill,
  type VenueOrder,
  type VenuePosition,
} from '@sluice/ports';

/** What becomes of one sending. */
export type Sending =
  | 'taken'
  /** The venue takes the order and its answer is lost. */
  | 'unanswered'
  /** Neither the order nor an answer arrives. */
  | 'lost'
  | { readonly refused: string; readonly condition?: VenueCondition }
  | { readonly notTaken: VenueCondition; readonly retryAfterMs?: number };

type Found = Extract<OrderEvidence, { kind: 'found' }>;

export type InMemoryVenue = Venue & {
  /** Every body sent, also those that never arrived. */
  readonly sent: readonly string[];
  /** Hashes of the orders the venue has ever taken. */
  readonly taken: readonly string[];
  /** How many orders were signed. */
  signed(): number;
  /** What becomes of the next sendings, in order; later ones are taken. */
  nextSendings(...sendings: readonly Sending[]): void;
  /** Every order is unsignable from now on, for this reason. */
  refuseToSign(reason: string): void;
  setDown(down: boolean): void;
  /** What a probe finds from now on. */
  setCondition(condition: VenueCondition): void;
  /** How far its clock is ahead of ours from now on, in milliseconds. */
  setClockSkew(clockSkewMs: number): void;
  /** An order of this key that the venue lists as open, placed by us or by hand. */
  list(order: VenueOrder): void;
  /** What the wallet holds from now on. */
  hold(...positions: readonly VenuePosition[]): void;
  /** Lists of it are a part of the whole from now on, or whole again. */
  setIncomplete(incomplete: boolean): void;
  /** How many heartbeats it took. */
  beats(): number;
  /** The balances it was told to read from the chain again. */
  readonly refreshed: readonly string[];
  /** What a look-up finds from now on. */
  setStatus(orderHash: string, status: Found['status'], matchedShares?: bigint): void;
  /** A look-up finds the order no longer, as with orders that are over. */
  hide(orderHash: string): void;
  /** One of our fills, or a new state of it. */
  trade(tokenId: TokenId, fill: VenueFill): void;
  report(event: VenueEvent): void;
};

export function createInMemoryVenue({
  wallet = '0xwallet',
  balances = new Map(),
}: {
  readonly wallet?: string;
  readonly balances?: ReadonlyMap<string, bigint>;
} = {}): InMemoryVenue {
  const bodies = new Map<string, string>();
  const evidence = new Map<string, Found>();
  const trades = new Map<string, { readonly tokenId: TokenId; readonly fill: VenueFill }>();
  const followers = new Set<(event: VenueEvent) => void>();
  const sent: string[] = [];
  const taken: string[] = [];
  const sendings: Sending[] = [];
  let signed = 0;
  let down = false;
  let unsignable: string | undefined;
  let condition: VenueCondition = 'open';
  let clockSkewMs = 0;
  let incomplete = false;
  let beats = 0;
  let held: readonly VenuePosition[] = [];
  const listed = new Map<string, VenueOrder>();
  const refreshed: string[] = [];

  const open = <Answer>(answer: () => Answer): Promise<Answer> =>
    Promise.resolve().then(() => {
      if (down) throw new Error('the venue does not answer');
      return answer();
    });
  const whole = <Answer>(answer: () => Answer): Promise<Answer> =>
    open(() => {
      if (incomplete) throw new IncompleteAnswerError('the list was cut short');
      return answer();
    });
  const isLive = (orderHash: string): boolean => {
    const status = evidence.get(orderHash)?.status ?? listed.get(orderHash)?.status;
    return status === 'live' || status === 'delayed';
  };
  const cancelThese = (orderHashes: readonly string[]): CancelAnswer => {
    const cancelled = orderHashes.filter(isLive);
    const notCancelled = new Map(
      orderHashes
        .filter((orderHash) => !cancelled.includes(orderHash))
        .map((orderHash) => [orderHash, evidence.get(orderHash)?.status ?? 'not found']),
    );
    for (const orderHash of cancelled) {
      listed.delete(orderHash);
      setStatus(orderHash, 'cancelled', evidence.get(orderHash)?.matchedShares);
    }
    return { cancelled, notCancelled };
  };
  const take = (orderHash: string): PlacementOutcome => {
    // As the real one does: a repeat is refused with words that leave open what became of the first.
    if (taken.includes(orderHash)) return { kind: 'unknown', detail: 'Duplicated' };
    taken.push(orderHash);
    const matchedShares = 0n as money.MicroShares;
    evidence.set(orderHash, { kind: 'found', status: 'live', matchedShares });
    return { kind: 'accepted', venueStatus: 'live' };
  };
  const place: Venue['place'] = async ({ orderHash, signedBody }) => {
    const known = bodies.get(orderHash) ?? signedBody;
    if (known !== signedBody) throw new Error(`${orderHash} was sent with other bytes before`);
    bodies.set(orderHash, signedBody);
    sent.push(signedBody);
    const sending = down ? 'lost' : (sendings.shift() ?? 'taken');
    await Promise.resolve();
    if (typeof sending === 'object') return refusalOf(sending);
    if (sending === 'lost') return { kind: 'unknown', detail: 'no answer' };
    const outcome = take(orderHash);
    return sending === 'taken' ? outcome : { kind: 'unknown', detail: 'no answer' };
  };
  const setStatus: InMemoryVenue['setStatus'] = (orderHash, status, matched = 0n) => {
    const matchedShares = matched as money.MicroShares;
    evidence.set(orderHash, { kind: 'found', status, matchedShares });
  };

  return {
    wallet,
    sent,
    taken,
    signed: () => signed,
    place,
    sign: (ticket) =>
      open(() => {
        if (unsignable !== undefined) throw new UnsignableOrderError(unsignable);
        signed += 1;
        return signTicket(ticket, signed);
      }),
    cancel: (orderHash) =>
      open(() => {
        const detail = cancelThese([orderHash]).notCancelled.get(orderHash);
        return detail === undefined
          ? { kind: 'cancelled', detail: '' }
          : { kind: 'not_cancelled', detail };
      }),
    cancelMany: (orderHashes) =>
      Promise.resolve(
        down
          ? {
              cancelled: [],
              notCancelled: new Map(orderHashes.map((hash) => [hash, 'no answer'])),
            }
          : cancelThese(orderHashes),
      ),
    cancelAll: () =>
      open(() => cancelThese([...new Set([...evidence.keys(), ...listed.keys()])].filter(isLive))),
    openOrders: () => whole(() => [...listed.values()].filter((order) => isLive(order.orderHash))),
    positions: () => whole(() => held),
    beat: () => open(() => void (beats += 1)),
    probe: () => open(() => ({ condition, detail: condition, orderVersion: 2, clockSkewMs })),
    refreshBalance: (asset) =>
      open(() => void refreshed.push(asset === 'collateral' ? asset : asset.tokenId)),
    lookUp: (orderHash) => open(() => evidence.get(orderHash) ?? { kind: 'absent' }),
    fills: ({ tokenId, since = '' }) =>
      whole(() =>
        [...trades.values()]
          .filter((trade) => tokenId === undefined || trade.tokenId === tokenId)
          .filter((trade) => trade.fill.matchedAt >= since)
          .map(({ fill }) => fill)
          .reverse(),
      ),
    balance: (asset) =>
      open(() => balances.get(asset === 'collateral' ? asset : asset.tokenId) ?? 0n),
    follow: (onEvent) => {
      followers.add(onEvent);
      return {
        healthy: () => !down,
        stop: () => Promise.resolve(void followers.delete(onEvent)),
      };
    },
    nextSendings: (...next) => void sendings.push(...next),
    refuseToSign: (reason) => void (unsignable = reason),
    setDown: (next) => void (down = next),
    setCondition: (next) => void (condition = next),
    setClockSkew: (next) => void (clockSkewMs = next),
    setIncomplete: (next) => void (incomplete = next),
    list: (order) => void listed.set(order.orderHash, order),
    hold: (...positions) => void (held = positions),
    beats: () => beats,
    refreshed,
    setStatus,
    hide: (orderHash) => void evidence.delete(orderHash),
    trade: (tokenId, fill) => void trades.set(fill.tradeId, { tokenId, fill }),
    report: (event) => followers.forEach((follower) => follower(event)),
  };
}

function refusalOf(sending: Extract<Sending, object>): PlacementOutcome {
  if ('notTaken' in sending) {
    const { notTaken: condition, ...wait } = sending;
    return { kind: 'not_taken', condition, ...wait, detail: condition };
  }
  const { refused: reason, ...condition } = sending;
  return { kind: 'rejected', reason, ...condition };
}

/** Each signing has its own salt, so the same ticket signed twice is two orders. */
function signTicket({ orderType, limitPrice, shares, side }: account.Approval, salt: number) {
  const usd = (shares * limitPrice) / 1_000_000n;
  const [makerAmount, takerAmount] = side === 'BUY' ? [usd, shares] : [shares, usd];
  const amounts = { makerAmount: String(makerAmount), takerAmount: String(takerAmount) };
  return {
    ...{ orderType, limitPrice, shares, makerAmount, takerAmount },
    orderHash: `0xorder-${salt}`,
    signedBody: JSON.stringify({ salt, side, ...amounts }),
  };
}
