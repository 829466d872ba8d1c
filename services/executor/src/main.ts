/** The executor in one page: what is approved is signed, placed, and followed until it is settled. */
import { connectBalances, connectQuotes } from '@sluice/nats';
import { connectVenue, connectVenueChain } from '@sluice/polymarket';
import { configOrExit, natsOf, runService, whenRunning, withCrashPoints } from '@sluice/runtime';
import { cancelRequestedOrders } from './cancel-requested-orders.js';
import type { DeskParts } from './desk/desk-parts.js';
import { ExecutorDesk } from './desk/executor-desk.js';
import { ExecutorReads } from './desk/executor-reads.js';
import { ExecutorAdminController } from './executor-admin.controller.js';
import { executorConfig } from './executor.config.js';
import type { ExecutorContext } from './executor.context.js';
import type { ExitDesk } from './exits/exit-desk.js';
import { countExits, showUnprotected } from './exits/measure-exits.js';
import { watchExits } from './exits/watch-exits.js';
import { openKillSwitch } from './kill-switch.js';
import { measureAnswers } from './measure-answers.js';
import { measureLatency } from './measure-latency.js';
import { migrations } from './migrations/index.js';
import { OrdersController } from './orders.controller.js';
import { openPlacing } from './place-requested-orders.js';
import { openExits } from './projections/exits.js';
import { projections } from './projections/index.js';
import { signApprovedOrders } from './sign-approved-orders.js';
import { openSignedSizes } from './signed-sizes.js';
import { sweepKilledOrders } from './sweep-killed-orders.js';
import { watchBalance } from './watch-balance.js';
import { watchVenue } from './watch-venue.js';
import { whenKilled } from './when-killed.js';
import { whenExitAttemptEnded } from './when-exit-attempt-ended.js';
import { whenExitAttempted } from './when-exit-attempted.js';
import { whenOrderCancelRequested } from './when-order-cancel-requested.js';
import { whenSignalApproved } from './when-signal-approved.js';

const { WALLET_PRIVATE_KEY, ...config } = configOrExit(() => executorConfig(process.env));
const accountId = config.ACCOUNT_ID;
let parts: DeskParts | undefined;
const opened = (): DeskParts => whenRunning(parts);

/** Exits that are not watched for so long are not there. */
const EXITS_AGE_MAX_MS = 15_000;

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
      'TrailingHighRaised',
      'ExitTriggered',
      'ExitAttempted',
      'ExitAttemptEnded',
      'PositionUnprotected',
      'ExitFinished',
      'SignalReceived',
    ],
    migrations,
    projections,
    controllers: [OrdersController],
    grpc: {
      package: 'sluice.admin.v1',
      protoPath: 'sluice/admin/v1/executor.proto',
      controllers: [ExecutorAdminController],
    },
    providers: [
      { provide: ExecutorDesk, useValue: new ExecutorDesk(opened) },
      { provide: ExecutorReads, useValue: new ExecutorReads(opened) },
    ],
    assemble: async (running) => {
      const { ledger, decisions, database, clock, log, metrics, health, crash, readThrough } =
        running;
      health.watch('venue', () => ({ ok: false, detail: 'connecting' }));
      const sizes = await openSignedSizes(database, accountId);
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
        ordersPerSecond: config.VENUE_ORDERS_PER_SECOND,
        log: (line) => log.info(line),
        onAnswer: measureAnswers(metrics),
        signedShares: sizes.of,
      });
      const venue = withCrashPoints(
        connected,
        'venue',
        ['sign', 'place', 'cancel', 'cancelAll', 'cancelMany', 'openOrders', 'lookUp', 'fills'],
        crash,
      );
      const kills = await openKillSwitch({ ...running, accountId });
      if (config.RPC_URL === undefined) log.info('no RPC_URL: the chain is not asked');
      const chain =
        config.RPC_URL === undefined
          ? undefined
          : connectVenueChain({
              ...{ rpcUrl: config.RPC_URL, timeoutMs: config.VENUE_TIMEOUT_MS },
              wallet: venue.wallet as `0x${string}`,
              collateral: config.COLLATERAL_ADDRESS as `0x${string}`,
            });
      const context: ExecutorContext = {
        decisions,
        venue,
        ...(chain === undefined ? {} : { chain }),
        kills,
        clock,
        log,
        limits: {
          approvalAgeMaxMs: config.APPROVAL_AGE_MAX_MS,
          resendAgeMaxMs: config.RESEND_AGE_MAX_MS,
          absenceProofMs: config.ABSENCE_PROOF_MS,
        },
      };
      const watching = await watchVenue(context, {
        ...{ database, accountId, health, metrics, port: config.HTTP_PORT },
        settings: {
          reconcileIntervalMs: config.RECONCILE_INTERVAL_MS,
          heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
          probeIntervalMs: config.PROBE_INTERVAL_MS,
          timeoutMs: config.VENUE_TIMEOUT_MS,
          asksForPositions: true,
        },
      });
      const { reconciler } = watching;
      const placing = openPlacing(context, watching.condition);
      const sweeper = sweepKilledOrders({
        ...{ ...context, kills, database, reconciler, readThrough },
        inFlightMs: config.VENUE_TIMEOUT_MS + config.RESEND_AGE_MAX_MS,
      });
      const desk: ExitDesk = {
        ...{ accountId, decisions, clock, log },
        open: () => openExits(database, accountId),
        upToDate: async () => readThrough((await ledger.extent()).last),
      };
      parts = {
        ...{ accountId, decisions, ledger: running.ledger, clock, database },
        ...{ reconciler, kills, exits: desk },
      };
      const balances = await connectBalances({ ...natsOf(config), source: 'executor', log });
      const balance = watchBalance({
        ...{ accountId, venue, balances, clock, log },
        intervalMs: config.BALANCE_INTERVAL_MS,
      });
      const quotes = await connectQuotes({ ...natsOf(config), source: 'executor', log });
      const exits = watchExits(desk, {
        quotes,
        intervalMs: config.EXITS_INTERVAL_MS,
        onOpen: (open) => showUnprotected(metrics, open),
      });
      health.watch('exits', () => {
        const atMs = exits.completedAtMs();
        const ageMs = atMs === undefined ? Infinity : Date.now() - atMs;
        const ok = ageMs < EXITS_AGE_MAX_MS;
        return { ok, detail: `positions were last looked at ${ageMs} ms ago` };
      });
      return {
        context: { accountId, kills, sweepNow: sweeper.now },
        reactions: [
          whenSignalApproved,
          whenOrderCancelRequested,
          ...whenKilled,
          whenExitAttempted,
          ...whenExitAttemptEnded,
          countExits(metrics),
          sizes.reaction,
          ...measureLatency(metrics),
          ...balance.reactions,
        ],
        effects: {
          place_approved_order: signApprovedOrders(context, placing, watching.gate),
          cancel_requested_order: cancelRequestedOrders(context, reconciler),
          sweep_killed_account: sweeper.effectOf('AccountKilled'),
          sweep_killed_strategy: sweeper.effectOf('StrategyKilled'),
        },
        stop: async () => {
          await exits.stop();
          await quotes.close();
          await watching.stop();
          await balance.stop();
          await balances.close();
        },
      };
    },
  },
  process.env,
);
