/** Ends a condition on the chain through whatever is its oracle: the operator, the neg-risk adapter, the Router. */
import { VenueChainError, type ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, negRiskAdapterAbi, routerAbi } from './contract-abis.js';
import { shortConditionId } from './market-ids.js';
import { CONDITIONAL_TOKENS, NEG_RISK_ADAPTER, ROUTER, operator } from './venue-addresses.js';
import type { Hex, VenueChain } from './venue-chain.js';

type Payouts = Parameters<VenueChain['resolve']>[1];
type Resolution = Awaited<ReturnType<VenueChain['resolve']>>;

/**
 * Repeatable with the same payouts, answering with the report already made. Throws VenueChainError when
 * the condition was never prepared here, when its kind does not know such payouts, or when it is resolved
 * otherwise: a resolution cannot be changed.
 */
export async function resolveMarket(
  chain: ChainAccess,
  conditionId: Hex,
  payouts: Payouts,
): Promise<Resolution> {
  const report = await reportOf(chain, conditionId);
  if (report !== undefined) {
    if (report.payouts.every((value, index) => value === payouts[index])) return report.resolution;
    const found = report.payouts.join();
    throw refused(conditionId, payouts, 'already resolved', `it is resolved to [${found}]`);
  }
  const call = await reportCall(chain, conditionId, payouts);
  const purpose = `resolve condition ${conditionId} to [${payouts.join()}]`;
  const { transactionHash, blockNumber } = await chain.send(operator, { ...call, purpose });
  return { transactionHash, blockNumber };
}

export type Report = { readonly payouts: readonly bigint[]; readonly resolution: Resolution };

/** Undefined while nothing is reported of it. */
export async function reportOf(
  { reader }: ChainAccess,
  conditionId: Hex,
): Promise<Report | undefined> {
  const [resolved] = await reader.getContractEvents({
    address: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    eventName: 'ConditionResolution',
    args: { conditionId },
    fromBlock: 0n,
    strict: true,
  });
  if (resolved !== undefined) {
    return { payouts: resolved.args.payoutNumerators, resolution: placeOf(resolved) };
  }
  const [reported] = await reader.getContractEvents({
    address: ROUTER,
    abi: routerAbi,
    eventName: 'ConditionResolved',
    args: { conditionId: shortConditionId(conditionId) },
    fromBlock: 0n,
    strict: true,
  });
  if (reported === undefined) return undefined;
  return { payouts: reported.args.payouts, resolution: placeOf(reported) };
}

const placeOf = ({ transactionHash, blockNumber }: Resolution): Resolution => ({
  transactionHash,
  blockNumber,
});

async function reportCall(chain: ChainAccess, conditionId: Hex, payouts: Payouts) {
  const prepared = await preparationOf(chain, conditionId);
  if (prepared === undefined) {
    const shortId = shortConditionId(conditionId);
    if (await isPreparedAtRouter(chain, shortId)) {
      return { to: ROUTER, abi: routerAbi, functionName: 'report', args: [shortId, payouts] };
    }
    throw refused(conditionId, payouts, 'not prepared', "the venue's oracle has not prepared it");
  }
  const { oracle, questionId } = prepared;
  if (oracle.toLowerCase() === NEG_RISK_ADAPTER.toLowerCase()) {
    if (!isYesOrNo(payouts)) {
      throw refused(
        conditionId,
        payouts,
        'not yes or no',
        'a neg-risk market ends at Yes or at No',
      );
    }
    const args = [questionId, payouts[0] === 1n];
    return { to: NEG_RISK_ADAPTER, abi: negRiskAdapterAbi, functionName: 'reportOutcome', args };
  }
  return {
    to: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    functionName: 'reportPayouts',
    args: [questionId, payouts],
  };
}

const isYesOrNo = ([yes, no]: Payouts): boolean =>
  (yes === 1n && no === 0n) || (yes === 0n && no === 1n);

async function preparationOf({ reader }: ChainAccess, conditionId: Hex) {
  const [prepared] = await reader.getContractEvents({
    address: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    eventName: 'ConditionPreparation',
    args: { conditionId, oracle: [operator.address, NEG_RISK_ADAPTER] },
    fromBlock: 0n,
    strict: true,
  });
  return prepared?.args;
}

const isPreparedAtRouter = ({ reader }: ChainAccess, shortId: Hex): Promise<boolean> =>
  reader.readContract({
    address: ROUTER,
    abi: routerAbi,
    functionName: 'isPrepared',
    args: [shortId],
  });

const refused = (
  conditionId: Hex,
  payouts: Payouts,
  reason: string,
  found: string,
): VenueChainError => {
  const message = `Could not resolve ${conditionId} to [${payouts.join()}]: ${found}`;
  return new VenueChainError('rejected', reason, message);
};
