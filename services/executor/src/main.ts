/** The executor in one page: what is approved is signed, placed, and followed until it is settled. */
import { connectBalances } from '@sluice/nats';
import { connectVenue } from '@sluice/polymarket';
import { configOrExit, natsOf, runService, withCrashPoints } from '@sluice/runtime';
import { cancelRequestedOrders } from './cancel-requested-orders.js';
import { executorConfig } from './executor.config.js';
import type { ExecutorContext } from './executor.context.js';
import { followVenue } from './follow-venue.js';
import { openKillSwitch } from './kill-switch.js';
import { measureLatency } from './measure-latency.js';
import { migrations } from './migrations/index.js';
import { placeRequestedOrders } from './place-requested-orders.js';
import { projections } from './projections/index.js';
import { reconcileOrders } from './reconcile-orders.js';
import { signApprovedOrders } from './sign-approved-orders.js';
import { sweepKilledOrders } from './sweep-killed-orders.js';
import { watchBalance } from './watch-balance.js';
import { whenKilled } from './when-killed.js';
import { whenOrderCancelRequested } from './when-order-cancel-requested.js';
import { whenOrderRequested } from './when-order-requested.js';
import { whenSignalApproved } from './when-signal-approved.js';

const { WALLET_PRIVATE_KEY, ...config } = configOrExit(() => executorConfig(process.env));
const accountId = config.ACCOUNT_ID;

await runService(
  {
    name: 'executor',
    config,
    writes: [
      'OrderRequested',
      'OrderAccepted',
      'OrderRejected',
      'OrderUnconfirmed',
      'OrderFilled',
      'FillConfirmed',
      'FillFailed',
      'OrderClosed',
      'OrderCancelRequested',
      'VenueConditionChanged',
      'HeartbeatLost',
      'HeartbeatRestored',
      'UserStreamLost',
      'UserStreamRestored',
      'VenueUnreconciled',
      'VenueReconciled',
      'DriftFound',
      'DriftResolved',
      'KillSwept',
      'KillVerified',
      'KillUnverified',
    ],
    migrations,
    projections,
    controllers: [],
    providers: [],
    assemble: async (running) => {
      const { decisions, database, clock, log, metrics, health, crash, readThrough } = running;
      health.watch('venue', () => ({ ok: false, detail: 'connecting' }));
      const connected = await connectVenue({
        host: config.VENUE_URL,
        wsHost: config.VENUE_USER_WS_URL,
        privateKey: WALLET_PRIVATE_KEY as `0x${string}`,
        dataHost: config.DATA_URL,
        signatureType: config.SIGNATURE_TYPE,
        ...(config.FUNDER_ADDRESS === undefined
          ? {}
          : { funder: config.FUNDER_ADDRESS as `0x${string}` }),
        timeoutMs: config.VENUE_TIMEOUT_MS,
        log: (line) => log.info(line),
      });
      const venue = withCrashPoints(
        connected,
        'venue',
        ['sign', 'place', 'cancel', 'cancelAll', 'cancelMany', 'openOrders', 'lookUp', 'fills'],
        crash,
      );
      const kills = await openKillSwitch({ ...running, accountId });
      const context: ExecutorContext = {
        decisions,
        venue,
        kills,
        clock,
        log,
        limits: {
          approvalAgeMaxMs: config.APPROVAL_AGE_MAX_MS,
          resendAgeMaxMs: config.RESEND_AGE_MAX_MS,
          absenceProofMs: config.ABSENCE_PROOF_MS,
        },
      };
      const intervalMs = config.RECONCILE_INTERVAL_MS;
      const reconciler = reconcileOrders(context, { database, accountId, intervalMs });
      const sweeper = sweepKilledOrders({
        ...{ ...context, kills, database, reconciler, readThrough },
        inFlightMs: config.VENUE_TIMEOUT_MS + config.RESEND_AGE_MAX_MS,
      });
      const following = followVenue(context, { database, reconciler });
      health.watch('venue', () => {
        const atMs = reconciler.completedAtMs();
        const ageMs = atMs === undefined ? Infinity : Date.now() - atMs;
        const ok = following.healthy() && ageMs < 3 * intervalMs + config.VENUE_TIMEOUT_MS;
        const stream = following.healthy() ? 'the user channel lives' : 'the user channel is down';
        return { ok, detail: `${stream}, last reconciled ${ageMs} ms ago` };
      });
      const balances = await connectBalances({ ...natsOf(config), source: 'executor', log });
      const balance = watchBalance({
        ...{ accountId, venue, balances, clock, log },
        intervalMs: config.BALANCE_INTERVAL_MS,
      });
      return {
        context: { accountId, kills, sweepNow: sweeper.now },
        reactions: [
          whenSignalApproved,
          whenOrderRequested,
          whenOrderCancelRequested,
          ...whenKilled,
          ...measureLatency(metrics),
          ...balance.reactions,
        ],
        effects: {
          sign_approved_order: signApprovedOrders(context),
          place_requested_order: placeRequestedOrders(context),
          cancel_requested_order: cancelRequestedOrders(context, reconciler),
          sweep_killed_account: sweeper.effectOf('AccountKilled'),
          sweep_killed_strategy: sweeper.effectOf('StrategyKilled'),
        },
        stop: async () => {
          await following.stop();
          await reconciler.stop();
          await balance.stop();
          await balances.close();
        },
      };
    },
  },
  process.env,
);
