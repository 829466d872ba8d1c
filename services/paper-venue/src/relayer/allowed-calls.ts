/** What the relayer pays for: calls into the venue's contracts, and approvals for them and nobody else. */
import { decodeFunctionData, parseAbi } from 'viem';
import {
  AUTO_REDEEMER,
  COLLATERAL_ONRAMP,
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  EXCHANGE_V3,
  NEG_RISK_COLLATERAL_ADAPTER,
  NEG_RISK_EXCHANGE,
  POSITION_MANAGER,
  PUSD,
  ROUTER,
  USDC_E,
} from '../chain/venue-addresses.js';
import type { Address } from '../chain/venue-chain.js';
import type { InnerCall } from './submission.js';

/** The first adapters and the old neg-risk adapter are missing on purpose: the venue took them off. */
const OPERATORS: readonly Address[] = [
  ...[CTF_EXCHANGE, NEG_RISK_EXCHANGE, EXCHANGE_V3, ROUTER, AUTO_REDEEMER, COLLATERAL_ONRAMP],
  ...[CTF_COLLATERAL_ADAPTER, NEG_RISK_COLLATERAL_ADAPTER, CONDITIONAL_TOKENS],
];
const TARGETS: readonly Address[] = [
  ...[CONDITIONAL_TOKENS, POSITION_MANAGER, PUSD, USDC_E, COLLATERAL_ONRAMP, ROUTER],
  ...[CTF_COLLATERAL_ADAPTER, NEG_RISK_COLLATERAL_ADAPTER],
];

/** Why this call is not paid for; undefined when it is. */
export const refusedCall = ({ target, data }: InnerCall): string | undefined => {
  if (!TARGETS.includes(target)) return `call blocked: target ${target} is not in the allowed list`;
  const operator = approvedBy(data);
  if (operator === undefined || OPERATORS.includes(operator)) return undefined;
  return `call blocked: operator ${operator} is not in the allowed list`;
};

const approvedBy = (data: InnerCall['data']): Address | undefined => {
  try {
    return decodeFunctionData({ abi: approvals, data }).args[0];
  } catch {
    return undefined;
  }
};

const approvals = parseAbi([
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
]);
