/** Signal-ingest in one page: signals come in, books and listings are passed on, payouts watched. */
import { connectResolutionReader } from '@sluice/chain';
import { connectQuotes } from '@sluice/nats';
import { connectMarketData, connectResolutionHints } from '@sluice/polymarket';
import { configOrExit, natsOf, runService, whenRunning, withCrashPoints } from '@sluice/runtime';
import { migrations } from './migrations/index.js';
import { projections } from './projections/index.js';
import { publishQuotes } from './publish-quotes.js';
import { rateLimit } from './rate-limit.js';
import { RECEIVER, ReceiveSignalController, type Receiving } from './receive-signal.controller.js';
import type { SignalReceiver } from './receive-signal.js';
import { signalIngestConfig } from './signal-ingest.config.js';
import { strategyAccounts } from './strategy-accounts.js';
import { watchMarkets } from './watch-markets.js';

const config = configOrExit(() => signalIngestConfig(process.env));
let receiver: SignalReceiver | undefined;
const receiving: Receiving = {
  receiver: () => whenRunning(receiver),
  limit: rateLimit({ perSecond: config.SIGNALS_PER_SECOND, burst: config.SIGNALS_BURST }),
};

await runService(
  {
    name: 'signal-ingest',
    config,
    writes: [
      ...(['SignalReceived', 'SignalIgnored'] as const),
      ...(['MarketListed', 'MarketClosed', 'MarketReopened', 'MarketResolved'] as const),
      ...(['MarketProgressed', 'MarketDisputed', 'MarketDisputeEnded'] as const),
    ],
    migrations,
    projections,
    controllers: [ReceiveSignalController],
    providers: [{ provide: RECEIVER, useValue: receiving }],
    bodyMax: '16kb',
    assemble: async ({ ledger, decisions, database, clock, log, health, crash, readThrough }) => {
      const venue = connectMarketData({
        host: config.VENUE_URL,
        wsHost: config.VENUE_MARKET_WS_URL,
        timeoutMs: config.VENUE_TIMEOUT_MS,
        log: (line) => log.info(line),
      });
      const marketData = withCrashPoints(venue, 'venue', ['listing', 'listings'], crash);
      const chain = connectResolutionReader({
        rpcUrl: config.RPC_URL,
        conditionalTokens: config.CONDITIONAL_TOKENS_ADDRESS as `0x${string}`,
        router: config.ROUTER_ADDRESS as `0x${string}`,
        timeoutMs: config.VENUE_TIMEOUT_MS,
      });
      const resolutions = withCrashPoints(chain, 'chain', ['resolutions'], crash);
      const oracle = connectResolutionHints({
        dataHost: config.DATA_URL,
        timeoutMs: config.VENUE_TIMEOUT_MS,
      });
      const hints = withCrashPoints(oracle, 'oracle', ['hints'], crash);
      const quotes = await connectQuotes({ ...natsOf(config), source: 'signal-ingest', log });
      const markets = watchMarkets({
        decisions,
        marketData,
        resolutions,
        hints,
        database,
        clock,
        log,
        intervalMs: config.MARKET_POLL_MS,
        discover: config.DISCOVER_MARKETS === 'true',
        onChange: () => books.refresh(),
      });
      const books = publishQuotes({
        ...{ marketData, quotes, log },
        tokens: markets.tradedTokens,
        onResolved: markets.lookAt,
      });
      health.watch('market channel', () => ({
        ok: books.healthy() || markets.tradedTokens().length === 0,
        detail: books.healthy() ? 'books arrive' : 'no books arrive',
      }));
      const accountOf = strategyAccounts(database, async () =>
        readThrough((await ledger.extent()).last),
      );
      receiver = { decisions, clock, accountOf, offers: markets.offers };
      return {
        context: {},
        reactions: [],
        stop: async () => {
          receiver = undefined;
          await markets.stop();
          await books.stop();
          await quotes.close();
        },
      };
    },
  },
  process.env,
);
