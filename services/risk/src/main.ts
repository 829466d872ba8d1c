/** The risk service in one page: every signal leaves it approved or refused, with its numbers. */
import { connectBalances, connectQuotes } from '@sluice/nats';
import { configOrExit, natsOf, runService, whenRunning } from '@sluice/runtime';
import { AccountsController } from './accounts.controller.js';
import { deskParts, type DeskParts } from './desk/desk-parts.js';
import { RiskDesk } from './desk/risk-desk.js';
import { RiskReads } from './desk/risk-reads.js';
import { accountsIn } from './desk/strategy-directory.js';
import { knownAccounts } from './known-accounts.js';
import { markEquity } from './mark-equity.js';
import { midpointsTable } from './midpoints-table.js';
import { hourlyMidpoints } from './midpoints.js';
import { migrations } from './migrations/index.js';
import { passTime } from './pass-time.js';
import { projections } from './projections/index.js';
import { RiskAdminController } from './risk-admin.controller.js';
import { riskConfig } from './risk.config.js';
import type { RiskContext } from './risk.context.js';
import { StrategiesController } from './strategies.controller.js';
import { watchBalances } from './watch-balances.js';
import { watchLedgerLag } from './watch-ledger-lag.js';
import { whenFillConfirmed } from './when-fill-confirmed.js';
import { whenFillFailed } from './when-fill-failed.js';
import { whenMarketChanged } from './when-market-changed.js';
import { whenOrderClosed, whenOrderRejected } from './when-order-ended.js';
import { whenOrderFilled } from './when-order-filled.js';
import {
  whenLossConfirmed,
  whenRedemptionConfirmed,
  whenRedemptionFoundElsewhere,
  whenSetsMerged,
} from './when-position-settled.js';
import { whenSignalReceived } from './when-signal-received.js';
import { whenStrategyRegistered } from './when-strategy-registered.js';
import { whenVenueChanged } from './when-venue-changed.js';

const config = configOrExit(() => riskConfig(process.env));
let parts: DeskParts | undefined;
const opened = (): DeskParts => whenRunning(parts);

await runService(
  {
    name: 'risk',
    config,
    writes: [
      'StrategyRegistered',
      'RiskRulesSet',
      'RulesTookEffect',
      'SignalApproved',
      'SignalRefused',
      'ReservationReleased',
      'ExposureOpened',
      'ExposureSettled',
      'ExposureClosed',
      'FillReversed',
      'SlippageBreached',
      'EquityMarked',
      'PeakReset',
      'CollateralObserved',
      'StrategyPaused',
      'StrategyResumed',
      'BreakerTripped',
      'BreakerCleared',
      'RulesUnevaluated',
      'StrategyKilled',
      'StrategyReleased',
      'AccountKilled',
      'AccountReleased',
    ],
    migrations,
    projections,
    controllers: [StrategiesController, AccountsController],
    grpc: {
      package: 'sluice.admin.v1',
      protoPath: 'sluice/admin/v1/risk.proto',
      controllers: [RiskAdminController],
    },
    providers: [
      { provide: RiskDesk, useValue: new RiskDesk(opened) },
      { provide: RiskReads, useValue: new RiskReads(opened) },
    ],
    assemble: async (running) => {
      const { decisions, database, clock, log } = running;
      const quotes = await connectQuotes({ ...natsOf(config), source: 'risk', log });
      const accounts = knownAccounts({ stored: () => accountsIn(database), log });
      await accounts.refresh();
      const all = { decisions, clock, log, accounts: accounts.all };
      const stored = midpointsTable(database, clock);
      const midpoints = await hourlyMidpoints({ quotes, stored, log });
      const equity = markEquity({ ...all, quotes, intervalMs: config.MARK_EQUITY_MS });
      const time = passTime(all);
      const balances = await connectBalances({ ...natsOf(config), source: 'risk', log });
      const wallets = watchBalances({ ...all, balances });
      const lag = watchLedgerLag({
        ...all,
        progress: running.reactions,
        lagMaxMs: config.LEDGER_LAG_MAX_MS,
      });
      parts = deskParts(running, accounts);
      const context: RiskContext = { clock, quotes, midpoints, equity, accounts };
      return {
        context,
        reactions: [
          ...whenMarketChanged,
          whenStrategyRegistered,
          whenSignalReceived,
          whenOrderFilled,
          whenFillConfirmed,
          whenFillFailed,
          whenOrderClosed,
          whenOrderRejected,
          whenRedemptionConfirmed,
          whenRedemptionFoundElsewhere,
          whenSetsMerged,
          whenLossConfirmed,
          ...whenVenueChanged,
        ],
        stop: async () => {
          const listeners = [lag, wallets, time, equity, accounts, midpoints];
          await Promise.all(listeners.map((listener) => listener.stop()));
          await Promise.all([quotes.close(), balances.close()]);
        },
      };
    },
  },
  process.env,
);
