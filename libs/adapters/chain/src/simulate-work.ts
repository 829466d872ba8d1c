/** Runs what the wallet is to do without sending it, to learn for free whether it would be refused. */
import type { walletAction } from '@sluice/domain';
import type { ChainWork, RedemptionSimulation, StandingApproval } from '@sluice/ports';
import type { Address } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { conditionalTokensAbi } from './contracts.js';
import { ChainUnavailableError, askingChain, inWords, revertReason } from './errors.js';
import { approvalFor, callsFor, type Routing } from './wallet-calls.js';

export type SimulationContext = {
  readonly reader: ChainReader;
  readonly routing: Routing;
  readonly wallet: Address;
};

/** Throws ChainUnavailableError when the node gives no answer; a refusal of the contract is a value. */
export async function simulateWork(
  context: SimulationContext,
  work: ChainWork,
): Promise<RedemptionSimulation> {
  const { reader, routing, wallet } = context;
  const approval = work.kind === 'approve' ? undefined : approvalFor(work.market, routing);
  if (approval !== undefined && !(await isGranted(context, approval))) {
    const { operator, token } = approval;
    const detail = `${wallet} does not allow ${operator} to take its outcomes at ${token}`;
    return { kind: 'refused', reason: 'not_approved', detail };
  }
  for (const { to, data } of callsFor(work, routing)) {
    try {
      await reader.client.call({ account: wallet, to, data });
    } catch (error) {
      const detail = revertReason(error);
      if (detail !== undefined) return { kind: 'refused', reason: 'simulation_failed', detail };
      throw new ChainUnavailableError(`Could not simulate a call of ${to}: ${inWords(error)}`);
    }
  }
  return { kind: 'ok' };
}

/** Everything the wallet must allow to redeem and merge every kind of market. */
export async function readApprovals(
  context: SimulationContext,
): Promise<readonly StandingApproval[]> {
  const markets = [
    { purpose: 'standard markets', market: { conditionId: LONG, tokenIds: [], negRisk: false } },
    { purpose: 'neg-risk markets', market: { conditionId: LONG, tokenIds: [], negRisk: true } },
    {
      purpose: 'markets of the second protocol',
      market: { conditionId: SHORT, tokenIds: [], negRisk: false },
    },
  ];
  const standing: StandingApproval[] = [];
  for (const { purpose, market } of markets) {
    const approval = approvalFor(market, context.routing);
    if (approval === undefined) continue;
    standing.push({ ...approval, purpose, granted: await isGranted(context, approval) });
  }
  return standing;
}

const isGranted = (
  { reader, wallet }: SimulationContext,
  { token, operator }: walletAction.Approval,
): Promise<boolean> =>
  askingChain(`read what ${operator} may take`, () =>
    reader.client.readContract({
      ...{ address: token as Address, abi: conditionalTokensAbi },
      functionName: 'isApprovedForAll',
      args: [wallet, operator as Address],
    }),
  );

/** Conditions of either protocol have a length of their own. */
const LONG = `0x${'0'.repeat(64)}`;
const SHORT = `0x${'0'.repeat(62)}`;
