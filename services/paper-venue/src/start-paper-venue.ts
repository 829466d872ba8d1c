/** Opens the paper venue in this process: chain, markets, HTTP, sockets, tapes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { privateKeyToAccount } from 'viem/accounts';
import { openDoors, type PaperVenueUrls } from './open-doors.js';
import { createHoldings } from './accounts/holdings.js';
import { createStandings, type Standings } from './accounts/standing.js';
import { createDepositWallets } from './accounts/wallets.js';
import { createApiKeys } from './auth/api-keys.js';
import { createOtherKeys } from './auth/other-keys.js';
import { startVenueChain } from './chain/start-venue-chain.js';
import type { Address, Hex, VenueChain } from './chain/venue-chain.js';
import type { ScheduleRequest } from './faults/arm-request.js';
import { createFaults } from './faults/create-faults.js';
import type { Control } from './http/control-routes.js';
import { createLater } from './later.js';
import { chainByNames } from './markets/chain-by-names.js';
import { release } from './orders/place-order.js';
import { DEFAULT_RULES, type VenueRules } from './rules/venue-rules.js';
import { memoryJournal, openJournal } from './journal/journal.js';
import { createClosing, whyNotEnding, type Ending } from './markets/close-market.js';
import { listMarket } from './markets/list-market.js';
import { createMarkets, type Market } from './markets/market.js';
import { createOrders } from './orders/order.js';
import { chooseTapes, type TapeChoice } from './tape/choose-tapes.js';
import { playTape } from './tape/play-tape.js';
import type { Tape } from './tape/tape.js';
import { createRelayer } from './relayer/relayer.js';
import { createSettlement, type SettlementDelays } from './trades/settle-trades.js';
import { createTradingState, type TradingState } from './trading-state/trading-state.js';
import { createTrades } from './trades/trade.js';
import { createAnnouncements, type Venue } from './venue.js';

export type PaperVenueOptions = TapeChoice & {
  readonly host?: string;
  /** 0 = any free port. */
  readonly port?: number;
  readonly rpcPort?: number;
  /** How far final blocks are behind the newest, an even number; a reorg reaches no deeper. */
  readonly finalityBlocks?: number;
  /** Where the relayer listens; 0 = any free port. */
  readonly relayerPort?: number;
  /** Tape milliseconds per wall-clock millisecond. */
  readonly speed?: number;
  /** Tapes start with the first subscription or order, or by control. */
  readonly wait?: boolean;
  /** Absent = everything is forgotten at the end. */
  readonly dataDir?: string;
  readonly delays?: SettlementDelays;
  /** Faults drawn from a seed for a share of all occasions; absent = none. */
  readonly faults?: ScheduleRequest;
  /** Where the venue's habits are open to choice; what is left out is as in DEFAULT_RULES. */
  readonly rules?: Partial<VenueRules>;
  /** A chain that already runs; the caller stops it. */
  readonly chain?: VenueChain;
  readonly nowMs?: () => number;
  readonly log?: (line: string) => void;
};

export type PaperVenue = {
  readonly urls: PaperVenueUrls;
  readonly markets: () => readonly Market[];
  readonly control: Control;
  /** Whether it trades; settable at any time. */
  readonly trading: TradingState;
  /** Who may trade; settable at any time. */
  readonly standings: Standings;
  /** Funded and approved; its key is public and must never hold anything real. */
  readonly testAccount: { readonly address: Address; readonly privateKey: Hex };
  /** Settles when the chain is gone without being asked; a venue without it is of no use. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

const DEFAULT_DELAYS: SettlementDelays = { minedMs: 200, confirmedMs: 400 };
const TEST_KEY: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const TEST_MICRO_USD = 10_000_000_000n;

export const startPaperVenue = async (options: PaperVenueOptions = {}): Promise<PaperVenue> => {
  const log = options.log ?? (() => undefined);
  const chain = options.chain ?? (await openChain(options, log));
  const opened: (() => Promise<unknown>)[] =
    options.chain === undefined ? [() => chain.stop()] : [];
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    return await open(options, chain, log, { opened, stop });
  } catch (error) {
    await stop();
    throw error;
  }
};

const open = async (
  options: PaperVenueOptions,
  chain: VenueChain,
  log: (line: string) => void,
  lifetime: { readonly opened: (() => Promise<unknown>)[]; readonly stop: () => Promise<void> },
): Promise<PaperVenue> => {
  const journal = options.dataDir === undefined ? memoryJournal() : openJournal(options.dataDir);
  lifetime.opened.push(() => {
    journal.close();
    return Promise.resolve();
  });
  const settlement = createSettlement(() => venue, options.delays ?? DEFAULT_DELAYS);
  const nowMs = options.nowMs ?? Date.now;
  const faults = createFaults(nowMs, log);
  if (options.faults !== undefined) faults.schedule(options.faults);
  const later = createLater(log);
  const named = chainByNames(chain, () => venue.markets);
  const venue: Venue = {
    chain: named,
    nowMs,
    rules: { ...DEFAULT_RULES, ...options.rules },
    keys: createApiKeys(journal),
    otherKeys: createOtherKeys(journal, nowMs),
    markets: createMarkets(journal),
    orders: createOrders(journal),
    trades: createTrades(journal),
    holdings: createHoldings(named),
    depositWallets: createDepositWallets(journal),
    standings: createStandings(),
    trading: createTradingState(nowMs),
    announcements: createAnnouncements(),
    faults,
    settle: settlement.enqueue,
    later: later.after,
    log,
  };
  lifetime.opened.push(settlement.stop, () => {
    faults.stop();
    later.stop();
    return Promise.resolve();
  });
  const testAccount = await openTestAccount(venue);
  const tapes = chooseTapes(options, venue.markets.all());
  const listed: { readonly tape: Tape; readonly market: Market }[] = [];
  for (const tape of tapes) listed.push({ tape, market: await listMarket(venue, tape) });
  for (const trade of venue.trades.unfinished()) settlement.enqueue(trade);
  for (const order of venue.orders.live()) release(venue, order.id);

  const closing = createClosing(venue, settlement);
  const stopping = new AbortController();
  const begin = once(() => {
    for (const { tape, market } of listed) playing.push(run(tape, market));
  });
  const playing: Promise<void>[] = [];
  /** Somebody may have ended another market of the event at Yes before. */
  const endingOf = ({ winner }: Tape, id: Market['id']): Ending => {
    const market = venue.markets.find(id);
    return market === undefined || whyNotEnding(venue, market, winner) === undefined ? winner : 1;
  };
  const run = async (tape: Tape, { id }: Market): Promise<void> => {
    const { signal } = stopping;
    try {
      const ended = await playTape(venue, { id, tape, speed: options.speed ?? 1, signal });
      const stage = venue.markets.find(id)?.stage;
      if (ended || (stage === 'closed' && !signal.aborted))
        await closing.close(id, endingOf(tape, id));
    } catch (error) {
      log(`The tape of ${tape.slug} broke off: ${String(error)}`);
    }
  };
  lifetime.opened.push(async () => {
    stopping.abort();
    await Promise.all(playing);
  });
  const control: Control = {
    start: begin,
    fund: async (wallet, microUsd) => {
      await chain.fund(wallet, microUsd);
      await venue.holdings.refresh(wallet, 'COLLATERAL');
    },
    resolve: ({ id }, ending) => closing.close(id, ending),
  };
  const onClient = options.wait === true ? begin : () => undefined;
  const relayer =
    chain.wallets === undefined
      ? undefined
      : createRelayer({
          chain: chain.wallets,
          journal,
          nowMs,
          sendAfterMs: (options.delays ?? DEFAULT_DELAYS).minedMs,
          onDepositWallet: ({ wallet, asked }) => venue.depositWallets.register(asked.from, wallet),
          log,
        });
  if (relayer !== undefined) lifetime.opened.push(relayer.stop);
  const doors = await openDoors(venue, {
    ...options,
    control,
    onClient,
    ...(relayer === undefined ? {} : { relayer }),
  });
  lifetime.opened.push(doors.close);
  if (options.wait !== true) begin();
  return {
    urls: doors.urls,
    markets: venue.markets.all,
    control,
    trading: venue.trading,
    standings: venue.standings,
    testAccount,
    ended: chain.ended,
    stop: lifetime.stop,
  };
};

const openChain = async (
  { dataDir, host, rpcPort = 0, finalityBlocks }: PaperVenueOptions,
  log: (line: string) => void,
): Promise<VenueChain> => {
  const chain = {
    port: rpcPort,
    log,
    ...(host === undefined ? {} : { host }),
    ...(finalityBlocks === undefined ? {} : { finalityBlocks }),
  };
  if (dataDir === undefined) return startVenueChain(chain);
  mkdirSync(dataDir, { recursive: true });
  return startVenueChain({ ...chain, stateFile: join(dataDir, 'chain-state.json') });
};

/** Funded once; a venue that remembers it does not pay again. */
const openTestAccount = async ({ chain }: Venue): Promise<PaperVenue['testAccount']> => {
  const { address } = privateKeyToAccount(TEST_KEY);
  const { balance } = await chain.collateral(address);
  if (balance === 0n) await chain.fund(address, TEST_MICRO_USD);
  await chain.approveAll(TEST_KEY);
  return { address, privateKey: TEST_KEY };
};

const once = (act: () => void): (() => void) => {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
};
