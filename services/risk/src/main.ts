/** The risk service in one page: every signal leaves it approved or refused, with its numbers. */
import { connectQuotes } from '@sluice/nats';
import { natsOf, runService, whenRunning, type Running } from '@sluice/runtime';
import { migrations } from './migrations/index.js';
import { projections } from './projections/index.js';
import { riskConfig } from './risk.config.js';
import type { RiskContext } from './risk.context.js';
import { RISK_DESK, StrategiesController } from './strategies.controller.js';
import { whenFillConfirmed } from './when-fill-confirmed.js';
import { whenFillFailed } from './when-fill-failed.js';
import { whenMarketChanged } from './when-market-changed.js';
import { whenOrderClosed, whenOrderRejected } from './when-order-ended.js';
import { whenOrderFilled } from './when-order-filled.js';
import { whenLossConfirmed, whenRedemptionConfirmed } from './when-position-settled.js';
import { whenSignalReceived } from './when-signal-received.js';

const config = riskConfig(process.env);
let running: Running | undefined;

await runService(
  {
    name: 'risk',
    config,
    writes: [
      'StrategyRegistered',
      'RiskRulesSet',
      'SignalApproved',
      'SignalRefused',
      'ReservationReleased',
      'ExposureOpened',
      'ExposureSettled',
      'ExposureClosed',
      'FillReversed',
      'AccountKilled',
      'AccountReleased',
    ],
    migrations,
    projections,
    controllers: [StrategiesController],
    providers: [{ provide: RISK_DESK, useValue: () => whenRunning(running) }],
    assemble: async (started) => {
      running = started;
      const { clock, log } = started;
      const quotes = await connectQuotes({ ...natsOf(config), source: 'risk', log });
      const context: RiskContext = { clock, quotes };
      return {
        context,
        reactions: [
          ...whenMarketChanged,
          whenSignalReceived,
          whenOrderFilled,
          whenFillConfirmed,
          whenFillFailed,
          whenOrderClosed,
          whenOrderRejected,
          whenRedemptionConfirmed,
          whenLossConfirmed,
        ],
        stop: () => quotes.close(),
      };
    },
  },
  process.env,
);
