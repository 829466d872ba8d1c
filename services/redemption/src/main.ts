/** The redemption service in one page: resolved positions become money, or proven losses. */
import { configOrExit, runService, whenRunning, withCrashPoints } from '@sluice/runtime';
import { backOffMs } from './carry-out.js';
import { checkListedIds } from './check-listed-ids.js';
import type { DeskParts } from './desk/desk-parts.js';
import { RedemptionDesk } from './desk/redemption-desk.js';
import { RedemptionReads } from './desk/redemption-reads.js';
import { knownMarket } from './known-market.js';
import { measureCapital } from './measure-capital.js';
import { migrations } from './migrations/index.js';
import { openWallet } from './open-wallet.js';
import { performRequestedActions } from './perform-requested-actions.js';
import { projections } from './projections/index.js';
import { redemptionConfig } from './redemption.config.js';
import { RedemptionAdminController } from './redemption-admin.controller.js';
import type { RedemptionContext } from './redemption.context.js';
import { RedemptionsController } from './redemptions.controller.js';
import { settleResolvedMarkets } from './settle-resolved-markets.js';
import { submitRequestedRedemptions } from './submit-requested-redemptions.js';
import { watchSets } from './watch-sets.js';
import { whenMarketResolved } from './when-market-resolved.js';
import { whenRedemptionFailed } from './when-redemption-failed.js';
import { whenRedemptionRequested } from './when-redemption-requested.js';
import { whenWalletAction } from './when-wallet-action.js';

const { WALLET_PRIVATE_KEY, ...config } = configOrExit(() => redemptionConfig(process.env));
const accountId = config.ACCOUNT_ID;
let parts: DeskParts | undefined;
const opened = (): DeskParts => whenRunning(parts);

await runService(
  {
    name: 'redemption',
    config,
    writes: [
      'RedemptionRequested',
      'RedemptionSigned',
      'RedemptionReplaced',
      'RedemptionSubmitted',
      'RedemptionMined',
      'RedemptionUndone',
      'RedemptionDelayed',
      'RedemptionConfirmed',
      'RedemptionFailed',
      'RedemptionFoundElsewhere',
      'LossConfirmed',
      'WalletActionRequested',
      'WalletActionSigned',
      'WalletActionReplaced',
      'WalletActionSubmitted',
      'WalletActionMined',
      'WalletActionUndone',
      'WalletActionDelayed',
      'WalletActionConfirmed',
      'WalletActionFailed',
    ],
    migrations,
    projections,
    controllers: [RedemptionsController],
    grpc: {
      package: 'sluice.admin.v1',
      protoPath: 'sluice/admin/v1/redemption.proto',
      controllers: [RedemptionAdminController],
    },
    providers: [
      { provide: RedemptionDesk, useValue: new RedemptionDesk(opened) },
      { provide: RedemptionReads, useValue: new RedemptionReads(opened) },
    ],
    assemble: async (running) => {
      const { ledger, decisions, database, clock, log, metrics, crash, readThrough } = running;
      const redeemer = withCrashPoints(
        openWallet({ ...config, WALLET_PRIVATE_KEY }),
        'chain',
        ['holdings', 'simulate', 'sign', 'replace', 'submit', 'outcome', 'takings'],
        crash,
      );
      const context: RedemptionContext = {
        ...{ decisions, redeemer, database, clock, log, accountId, readThrough },
        settings: {
          lookEveryMs: config.LOOK_EVERY_MS,
          burnsLosers: config.BURN_LOSERS,
          replaceAfterMs: config.REPLACE_AFTER_MS,
          delayedAfterMs: config.DELAYED_AFTER_MS,
          backOffMs: config.BACK_OFF_MS,
        },
        marketOf: (conditionId) => knownMarket(decisions, conditionId),
      };
      await checkListedIds(context);
      const desk: DeskParts = {
        ...{ accountId, wallet: redeemer.wallet, decisions, ledger, clock, database },
        batches: redeemer.batches,
        holdings: async (conditionId) =>
          redeemer.holdings((await context.marketOf(conditionId)).market, 0n),
        approvals: () => redeemer.approvals(),
      };
      parts = desk;
      const capital = measureCapital(desk, metrics, log);
      const merging = watchSets(context, {
        minUsd: config.AUTO_MERGE_MIN_USD,
        intervalMs: config.AUTO_MERGE_INTERVAL_MS,
      });
      return {
        context: { accountId, backOffMs: (attempt: number) => backOffMs(context, attempt) },
        reactions: [
          whenMarketResolved,
          whenRedemptionRequested,
          whenRedemptionFailed,
          ...whenWalletAction,
        ],
        effects: {
          settle_resolved_market: settleResolvedMarkets(context),
          submit_requested_redemption: submitRequestedRedemptions(context),
          retry_failed_redemption: submitRequestedRedemptions(context, 'RedemptionFailed'),
          perform_requested_action: performRequestedActions(context),
          retry_failed_action: performRequestedActions(context, 'WalletActionFailed'),
        },
        stop: async () => {
          await merging.stop();
          await capital.stop();
        },
      };
    },
  },
  process.env,
);
