/**
 * The exchange in memory: it knows an order by its hash and takes it once, and it can be told to
 * refuse, to lose an answer, to lose the order, or to be down.
 */
import type { account, money, TokenId } from '@sluice/domain';
import {
  UnsignableOrderError,
  type OrderEvidence,
  type PlacementOutcome,
  type Venue,
  type VenueEvent,
  type VenueFill,
} from '@sluice/ports';

/** What becomes of one sending. */
export type Sending =
  | 'taken'
  /** The venue takes the order and its answer is lost. */
  | 'unanswered'
  /** Neither the order nor an answer arrives. */
  | 'lost'
  | { readonly refused: string };

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

  const open = <Answer>(answer: () => Answer): Promise<Answer> =>
    Promise.resolve().then(() => {
      if (down) throw new Error('the venue does not answer');
      return answer();
    });
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
    if (typeof sending === 'object') return { kind: 'rejected', reason: sending.refused };
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
        const { status } = evidence.get(orderHash) ?? {};
        if (status !== 'live') return { kind: 'not_cancelled', detail: status ?? 'not found' };
        setStatus(orderHash, 'cancelled');
        return { kind: 'cancelled', detail: '' };
      }),
    lookUp: (orderHash) => open(() => evidence.get(orderHash) ?? { kind: 'absent' }),
    fills: ({ tokenId, since = '' }) =>
      open(() =>
        [...trades.values()]
          .filter((trade) => trade.tokenId === tokenId && trade.fill.matchedAt >= since)
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
    setStatus,
    hide: (orderHash) => void evidence.delete(orderHash),
    trade: (tokenId, fill) => void trades.set(fill.tradeId, { tokenId, fill }),
    report: (event) => followers.forEach((follower) => follower(event)),
  };
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
