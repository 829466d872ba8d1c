/** The redemption service in one page: resolved positions become money, or proven losses. */
import { connectRedeemer } from '@sluice/chain';
import { market } from '@sluice/domain';
import { marketStream } from '@sluice/reactions';
import { configOrExit, runService, whenRunning, withCrashPoints } from '@sluice/runtime';
import type { DeskParts } from './desk/desk-parts.js';
import { RedemptionDesk } from './desk/redemption-desk.js';
import { RedemptionReads } from './desk/redemption-reads.js';
import { measureCapital } from './measure-capital.js';
import { migrations } from './migrations/index.js';
import { projections } from './projections/index.js';
import { redemptionConfig } from './redemption.config.js';
import { RedemptionAdminController } from './redemption-admin.controller.js';
import type { RedemptionContext } from './redemption.context.js';
import { RedemptionsController } from './redemptions.controller.js';
import { settleResolvedMarkets } from './settle-resolved-markets.js';
import { submitRequestedRedemptions } from './submit-requested-redemptions.js';
import { whenMarketResolved } from './when-market-resolved.js';
import { whenRedemptionRequested } from './when-redemption-requested.js';

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
    assemble: ({ ledger, decisions, database, clock, log, metrics, crash, readThrough }) => {
      const connected = connectRedeemer({
        rpcUrl: config.RPC_URL,
        privateKey: WALLET_PRIVATE_KEY as `0x${string}`,
        chainId: config.CHAIN_ID,
        addresses: {
          conditionalTokens: config.CONDITIONAL_TOKENS_ADDRESS as `0x${string}`,
          collateral: config.COLLATERAL_ADDRESS as `0x${string}`,
          collateralAdapter: config.COLLATERAL_ADAPTER_ADDRESS as `0x${string}`,
        },
        timeoutMs: config.RPC_TIMEOUT_MS,
      });
      const redeemer = withCrashPoints(
        connected,
        'chain',
        ['holdings', 'simulate', 'sign', 'broadcast', 'outcome'],
        crash,
      );
      const context: RedemptionContext = {
        decisions,
        redeemer,
        database,
        clock,
        log,
        accountId,
        readThrough,
        outcomesOf: async (conditionId) => {
          const state = await decisions.state(market.decider, marketStream(conditionId));
          if (state.kind === 'unknown') throw new Error(`Market ${conditionId} was never listed`);
          return state.listing.outcomes.map(({ tokenId }) => tokenId);
        },
      };
      const desk: DeskParts = {
        ...{ accountId, wallet: connected.wallet, decisions, ledger, clock, database },
        holdings: async (conditionId) =>
          connected.holdings(await context.outcomesOf(conditionId), 0n),
        approvals: () =>
          Promise.resolve([
            {
              token: config.CONDITIONAL_TOKENS_ADDRESS,
              operator: config.COLLATERAL_ADAPTER_ADDRESS,
              purpose: 'redeem and merge standard markets',
            },
          ]),
      };
      parts = desk;
      const capital = measureCapital(desk, metrics, log);
      return {
        stop: () => capital.stop(),
        context: { accountId },
        reactions: [whenMarketResolved, whenRedemptionRequested],
        effects: {
          settle_resolved_market: settleResolvedMarkets(context),
          submit_requested_redemption: submitRequestedRedemptions(context),
        },
      };
    },
  },
  process.env,
);
