/** Alerting in one page: facts a person must know become alerts, and alerts are delivered. */
import {
  configOrExit,
  runService,
  whenRunning,
  withCrashPoints,
  type Running,
} from '@sluice/runtime';
import { alertingConfig } from './alerting.config.js';
import { ALERT_DESK, AlertsController } from './alerts.controller.js';
import { channelsOf } from './channels.js';
import { deliverRaisedAlerts } from './deliver-raised-alerts.js';
import { migrations } from './migrations/index.js';
import { projections } from './projections/index.js';
import { whenAlertRaised } from './when-alert-raised.js';
import { whenFactMatters } from './when-fact-matters.js';

const config = configOrExit(() => alertingConfig(process.env));
const channels = channelsOf(config);
let running: Running | undefined;

await runService(
  {
    name: 'alerting',
    config,
    writes: [
      'AlertRaised',
      'AlertDelivered',
      'AlertUndelivered',
      'AlertAcknowledged',
      'AlertResolved',
    ],
    migrations,
    projections,
    controllers: [AlertsController],
    providers: [{ provide: ALERT_DESK, useValue: () => whenRunning(running) }],
    assemble: (started) => {
      running = started;
      const { decisions, clock, log, crash } = started;
      const pagers = channels.map((channel) =>
        withCrashPoints(channel, channel.name, ['deliver'], crash),
      );
      return {
        context: {},
        reactions: [...whenFactMatters, ...whenAlertRaised(channels.map(({ name }) => name))],
        effects: {
          deliver_raised_alert: deliverRaisedAlerts({ decisions, channels: pagers, clock, log }),
        },
        stop: async () => {
          for (const channel of channels) await channel.close();
        },
      };
    },
  },
  process.env,
);
