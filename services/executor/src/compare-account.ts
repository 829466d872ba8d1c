/**
 * Compares all that the venue shows of the account with our ledger: open orders, trades, what the
 * wallet holds. Throws when an answer is missing or a part: then nothing is concluded from the rest.
 * What is not ours is shown apart and never adopted.
 */
import {
  epochMs,
  money,
  order,
  venueAccount,
  type AccountId,
  type ConditionId,
  type Instant,
  type TokenId,
} from '@sluice/domain';
import type { VenueFill } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import type { DataSource } from 'typeorm';
import { compareBalance } from './compare-balance.js';
import type { driftsOf, Sight } from './drifts.js';
import { isContradicted } from './contradict-absence.js';
import { ABSENCE_LOOKS_MIN, type ExecutorContext } from './executor.context.js';
import { recordAbsence, recordFill } from './record-evidence.js';
import { ordersByHash, type TrackedOrder } from './tracked-orders.js';
import type { VenueFacts } from './venue-facts.js';

/** How many tokens' balances are asked for in one comparison; the next go on with the others. */
export const BALANCES_MAX = 50;
/** Trades that need not be looked at again within the overlap of comparisons. */
const KNOWN_TRADES_MAX = 20_000;
const ABSENCES_MAX = 1_000;

export type Compared = Pick<
  venueAccount.Reconciled['data'],
  'through' | 'orders' | 'trades' | 'positions'
>;

export type AccountComparison = {
  readonly database: DataSource;
  readonly accountId: AccountId;
  readonly facts: VenueFacts;
  readonly drifts: ReturnType<typeof driftsOf>;
  /** A fill that nobody told us of. */
  readonly onFound: (fill: VenueFill) => void;
  /** Whether the venue's data service can be asked for positions we know nothing of. */
  readonly asksForPositions: boolean;
};

/** `absent`: open orders of ours that the venue did not know when it was just asked for them. */
export function compareAccount(
  context: ExecutorContext,
  comparison: AccountComparison,
): (absent: readonly TrackedOrder[]) => Promise<Compared> {
  const known = new Set<string>();
  const absences = new Map<string, { readonly since: Instant; readonly looks: number }>();
  let through: Instant | undefined;
  let afterToken = '';

  return async (absent) => {
    const began = context.clock.now();
    through ??= (await comparison.facts.state()).through ?? began;
    const since = new Date(epochMs(through) - venueAccount.TRADES_OVERLAP_MS).toISOString();
    // Fills before orders: an order that ended with a fill is not missing.
    const trades = await compareTrades(context, comparison, { known, since });
    const orders = await compareOrders(context, comparison, { absent, absences });
    const held = await comparePositions(context, comparison, afterToken);
    afterToken = held.next;
    await compareBalance(context, comparison);
    through = began;
    return { through: began, orders, trades, positions: held.count };
  };
}

async function compareTrades(
  context: ExecutorContext,
  { database, drifts, onFound }: AccountComparison,
  { known, since }: { readonly known: Set<string>; readonly since: Instant },
): Promise<number> {
  const fills = await context.venue.fills({ since });
  const news = fills.filter((fill) => !known.has(keyOf(fill)));
  const ours = await ordersByHash(database, [...new Set(news.map(({ orderHash }) => orderHash))]);
  const sights: Sight[] = [];
  for (const fill of news) {
    const tracked = ours.get(fill.orderHash);
    if (tracked === undefined) {
      sights.push(foreignTrade(fill));
      continue;
    }
    // Also of orders that are over, or were rejected: what the venue matched is ours.
    if (await recordFill(context, tracked, fill)) onFound(fill);
    known.add(keyOf(fill));
  }
  for (const key of known) {
    if (known.size <= KNOWN_TRADES_MAX) break;
    known.delete(key);
  }
  await drifts.take({ kind: 'fill_unknown', sights, resolvedBy: 'it is an order of ours' });
  return fills.length;
}

async function compareOrders(
  context: ExecutorContext,
  { database, drifts, facts }: AccountComparison,
  {
    absent,
    absences,
  }: {
    readonly absent: readonly TrackedOrder[];
    readonly absences: Map<string, { readonly since: Instant; readonly looks: number }>;
  },
): Promise<number> {
  const listed = await context.venue.openOrders();
  const ours = await ordersByHash(
    database,
    listed.map(({ orderHash }) => orderHash),
  );
  await drifts.take({
    kind: 'order_unknown',
    sights: listed
      .filter(({ orderHash }) => !ours.has(orderHash))
      .map(({ orderHash, conditionId, tokenId, side, price, shares, matchedShares }) => ({
        ...{ kind: 'order_unknown', subject: orderHash, orderHash, conditionId, tokenId, side },
        ...{ price, ours: 0n, venues: shares - matchedShares },
        detail: 'it was placed by hand or by another program',
      })),
    resolvedBy: 'the venue lists it no longer',
  });

  const inList = new Set(listed.map(({ orderHash }) => orderHash));
  const missing = absent.filter(({ live, orderHash }) => live && !inList.has(orderHash));
  const stillMissing = new Set(missing.map(({ orderHash }) => orderHash));
  for (const orderHash of absences.keys()) {
    if (!stillMissing.has(orderHash)) absences.delete(orderHash);
  }
  const told = await missingSince(facts, missing.length);
  const sights: Sight[] = [];
  for (const tracked of missing) {
    const proven = isProvenAbsent(context, { tracked, absences, told });
    if (proven && !(await contradicted(context, tracked))) {
      await recordAbsence(context, tracked);
    } else {
      sights.push(await missingOrder(context, tracked));
    }
  }
  await drifts.take({
    kind: 'order_missing',
    sights,
    resolvedBy: 'the venue shows it, or it ended',
  });
  return listed.length;
}

/** Since when each order is told to be missing: what an earlier process saw counts on. */
async function missingSince(
  facts: Pick<VenueFacts, 'state'>,
  missing: number,
): Promise<ReadonlyMap<string, Instant>> {
  if (missing === 0) return new Map();
  const open = [...(await facts.state()).drifts.entries()].map(([, drift]) => drift);
  return new Map(
    open
      .filter(({ kind }) => kind === 'order_missing')
      .map(({ subject, since }) => [subject, since]),
  );
}

async function contradicted(
  context: ExecutorContext,
  { orderId, accountId }: TrackedOrder,
): Promise<boolean> {
  const state = await context.decisions.state(order.decider, orderStream(orderId, accountId));
  return 'order' in state && isContradicted(context, state);
}

/** Absent look after look, for long enough; a process that starts takes looks of its own as well. */
function isProvenAbsent(
  { clock, limits }: ExecutorContext,
  {
    tracked: { orderHash },
    absences,
    told,
  }: {
    readonly tracked: TrackedOrder;
    readonly absences: Map<string, { readonly since: Instant; readonly looks: number }>;
    readonly told: ReadonlyMap<string, Instant>;
  },
): boolean {
  const now = clock.now();
  const { since, looks } = absences.get(orderHash) ?? {
    since: told.get(orderHash) ?? now,
    looks: 0,
  };
  if (absences.has(orderHash) || absences.size < ABSENCES_MAX) {
    absences.set(orderHash, { since, looks: looks + 1 });
  }
  const absentMs = epochMs(now) - epochMs(since);
  return looks + 1 >= ABSENCE_LOOKS_MIN && absentMs >= limits.absenceProofMs;
}

async function comparePositions(
  { venue, log }: ExecutorContext,
  { database, accountId, facts, drifts, asksForPositions }: AccountComparison,
  afterToken: string,
): Promise<{ readonly count: number; readonly next: string }> {
  const rows: HeldRow[] = await database.query(HELD, [accountId, afterToken]);
  const isWhole = afterToken === '' && rows.length < BALANCES_MAX;
  const strangers = new Map<TokenId, ConditionId | undefined>();
  if (isWhole) {
    const mine = new Set(rows.map(({ tokenId }) => tokenId));
    for (const [, { kind, subject, conditionId }] of (await facts.state()).drifts.entries()) {
      if (kind === 'position_differs' && !mine.has(subject)) strangers.set(subject, conditionId);
    }
  }
  if (asksForPositions) {
    try {
      // It lags and may be wrong: it only says where to look.
      const shown = (await venue.positions()).slice(0, BALANCES_MAX);
      const tokens = shown.map(({ tokenId }) => tokenId);
      const traded: { tokenId: TokenId }[] = await database.query(TRADED, [accountId, tokens]);
      const ours = new Set(traded.map(({ tokenId }) => tokenId));
      for (const { tokenId, conditionId } of shown) {
        if (!ours.has(tokenId)) strangers.set(tokenId, conditionId);
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'positions of others could not be looked for');
    }
  }

  const sights: Sight[] = [];
  const lookedAt = new Set<string>();
  const compare = async (
    of: Pick<HeldRow, 'tokenId'> & { conditionId?: ConditionId | undefined },
    ours: bigint,
  ) => {
    const { tokenId, conditionId } = of;
    const venues = await venue.balance({ tokenId });
    lookedAt.add(tokenId);
    const difference = venues > ours ? venues - ours : ours - venues;
    if (difference < order.DUST_SHARES) return;
    const detail = `the wallet holds ${venues > ours ? 'more' : 'less'} than our fills left in it`;
    const sight = { kind: 'position_differs', subject: tokenId, tokenId, ours, venues } as const;
    sights.push({ ...sight, detail, ...(conditionId === undefined ? {} : { conditionId }) });
  };
  for (const row of rows) {
    // What is on its way to or from the wallet is in neither place.
    if (row.selling || money.shares(row.provisional) !== 0n) continue;
    await compare(row, money.shares(row.settled));
  }
  for (const [tokenId, conditionId] of strangers) await compare({ tokenId, conditionId }, 0n);
  await drifts.take({
    ...{ kind: 'position_differs', sights, lookedAt },
    resolvedBy: 'the wallet holds what our fills left in it',
  });
  const last = rows.at(-1)?.tokenId ?? '';
  return { count: lookedAt.size, next: rows.length < BALANCES_MAX ? '' : last };
}

type HeldRow = {
  readonly tokenId: TokenId;
  readonly conditionId: ConditionId;
  readonly settled: string;
  readonly provisional: string;
  readonly selling: boolean;
};

const HELD = `select token_id as "tokenId", condition_id as "conditionId",
    sum(settled_shares)::text as settled, sum(provisional_shares)::text as provisional,
    bool_or(unsettled_sales <> '{}'::jsonb) as selling
  from positions where account_id = $1 and token_id > $2
  group by token_id, condition_id having sum(settled_shares + provisional_shares) > 0
  order by token_id limit ${BALANCES_MAX}`;
const TRADED = `select distinct token_id as "tokenId" from positions
  where account_id = $1 and token_id = any($2)`;

const keyOf = ({ tradeId, orderHash, status }: VenueFill): string =>
  `${tradeId}/${orderHash}/${status}`;

const foreignTrade = ({
  tradeId,
  orderHash,
  shares,
  price,
  matchedAt,
  status,
}: VenueFill): Sight => ({
  ...{ kind: 'fill_unknown', subject: `${tradeId}/${orderHash}`, tradeId, orderHash, price },
  ...{ ours: 0n, venues: shares, since: matchedAt },
  detail: `the wallet traded by an order that is not ours (${status})`,
});

async function missingOrder(
  { decisions }: ExecutorContext,
  { orderId, accountId, orderHash, conditionId, tokenId }: TrackedOrder,
): Promise<Sight> {
  const state = await decisions.state(order.decider, orderStream(orderId, accountId));
  const ours = 'order' in state ? state.order.shares - order.matchedShares(state) : 0n;
  return {
    ...{ kind: 'order_missing', subject: orderHash, orderHash, conditionId, tokenId },
    ...{ ours, venues: 0n, detail: `the venue does not know order ${orderId}` },
  };
}
