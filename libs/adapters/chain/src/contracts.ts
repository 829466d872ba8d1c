/** The contracts that hold outcomes and pay them, and how viem talks to them. */
import { parseAbi, type Address } from 'viem';

export type ChainContracts = {
  readonly conditionalTokens: Address;
  /** What winners are paid in: pUSD, 6 decimals. */
  readonly collateral: Address;
  /** Redeems for its caller, taking all of the caller's outcomes of a condition. */
  readonly collateralAdapter: Address;
  /** The same for neg-risk markets. */
  readonly negRiskCollateralAdapter: Address;
  /** The core of neg-risk markets; called only where the adapters are bypassed. */
  readonly negRiskAdapter: Address;
  /** What ids of standard outcomes are made of: USDC.e. Pays where the adapters are bypassed. */
  readonly positionCollateral: Address;
  /** What ids of neg-risk outcomes are made of. */
  readonly wrappedCollateral: Address;
  /** Redeems and merges markets of the second protocol. */
  readonly router: Address;
  /** Keeps outcomes of the second protocol. */
  readonly positionManager: Address;
  /** The venue's own sweeper: what it takes is found, not missed. */
  readonly autoRedeemer: Address;
  /** Knows how many transactions of a proxy wallet were relayed. */
  readonly relayHub: Address;
};

/** As published by the venue in autumn 2026. */
export const POLYGON_CONTRACTS: ChainContracts = {
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  collateral: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  collateralAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskCollateralAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  negRiskAdapter: '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
  positionCollateral: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174',
  wrappedCollateral: '0x3A3BD7bb9528E159577F7C2e685CC81A765002E2',
  router: '0x12121212006e4CD160D18e3f00711DA5c3372600',
  positionManager: '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF',
  autoRedeemer: '0xa1200000d0002264C9a1698e001292D00E1b00af',
  relayHub: '0xD216153c06E857cD7f72665E0aF1d7D82172F494',
};

export const POLYGON_CHAIN_ID = 137;

export const conditionalTokensAbi = parseAbi([
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  'function getOutcomeSlotCount(bytes32 conditionId) view returns (uint256)',
  'function getCollectionId(bytes32 parentCollectionId, bytes32 conditionId, uint256 indexSet) view returns (bytes32)',
  'function getPositionId(address collateral, bytes32 collectionId) view returns (uint256)',
  'function balanceOfBatch(address[] owners, uint256[] ids) view returns (uint256[])',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'function redeemPositions(address collateral, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  'function mergePositions(address collateral, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'event ConditionResolution(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount, uint256[] payoutNumerators)',
]);

/** Of Conditional Tokens and of the position manager alike. */
export const outcomeEventsAbi = parseAbi([
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
  'event ApprovalForAll(address indexed account, address indexed operator, bool approved)',
]);

/** The collateral adapters take the arguments of Conditional Tokens, and count only the condition. */
export const collateralAdapterAbi = parseAbi([
  'function redeemPositions(address collateral, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  'function mergePositions(address collateral, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
]);

export const negRiskAdapterAbi = parseAbi([
  'function redeemPositions(bytes32 conditionId, uint256[] amounts)',
  'function mergePositions(bytes32 conditionId, uint256 amount)',
]);

export const routerAbi = parseAbi([
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
  'function merge(bytes31 conditionId, uint256 amount)',
]);

export const collateralAbi = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
