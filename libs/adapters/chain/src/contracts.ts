/** The contracts that hold outcomes and pay them, and how viem talks to them. */
import { parseAbi, type Address } from 'viem';

export type ChainContracts = {
  readonly conditionalTokens: Address;
  /** What winners are paid in: pUSD, 6 decimals. */
  readonly collateral: Address;
  /** Redeems for its caller, taking all of the caller's outcomes of a condition. */
  readonly collateralAdapter: Address;
};

/** As published by the venue in autumn 2026, for standard markets. */
export const POLYGON_CONTRACTS: ChainContracts = {
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  collateral: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  collateralAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
};

export const POLYGON_CHAIN_ID = 137;

export const conditionalTokensAbi = parseAbi([
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  'function getOutcomeSlotCount(bytes32 conditionId) view returns (uint256)',
  'function balanceOfBatch(address[] owners, uint256[] ids) view returns (uint256[])',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'event ConditionResolution(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount, uint256[] payoutNumerators)',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
]);

export const collateralAdapterAbi = parseAbi([
  'function redeemPositions(address collateral, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
]);

export const collateralAbi = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
