/** The calls, events and refusals of the venue's contracts, as viem reads them. */
import { parseAbi } from 'viem';

const moneyErrors = [
  'error InsufficientBalance(address holder, uint256 balance, uint256 needed)',
  'error InsufficientAllowance(address holder, address spender, uint256 allowance, uint256 needed)',
] as const;

export const moneyAbi = parseAbi([
  'function balanceOf(address holder) view returns (uint256)',
  'function allowance(address holder, address spender) view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function mint(address to, uint256 amount)',
  'function wrap(address to, uint256 amount)',
  'function unwrap(address to, uint256 amount)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  ...moneyErrors,
]);

export const conditionalTokensAbi = parseAbi([
  'function balanceOf(address holder, uint256 id) view returns (uint256)',
  'function isApprovedForAll(address holder, address operator) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'function getOutcomeSlotCount(bytes32 conditionId) view returns (uint256)',
  'function getConditionId(address oracle, bytes32 questionId, uint256 outcomeSlotCount) pure returns (bytes32)',
  'function getCollectionId(bytes32 parent, bytes32 conditionId, uint256 indexSet) view returns (bytes32)',
  'function getPositionId(address collateral, bytes32 collectionId) pure returns (uint256)',
  'function prepareCondition(address oracle, bytes32 questionId, uint256 outcomeSlotCount)',
  'function splitPosition(address collateral, bytes32 parent, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function reportPayouts(bytes32 questionId, uint256[] payouts)',
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  'function supportsInterface(bytes4 interfaceId) view returns (bool)',
  'function balanceOfBatch(address[] holders, uint256[] ids) view returns (uint256[])',
  'function mergePositions(address collateral, bytes32 parent, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address collateral, bytes32 parent, bytes32 conditionId, uint256[] indexSets)',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
  'event ConditionPreparation(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount)',
  'event ConditionResolution(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount, uint256[] payoutNumerators)',
]);

export const negRiskAdapterAbi = parseAbi([
  'function prepareMarket(uint256 feeBips, bytes data) returns (bytes32)',
  'function prepareQuestion(bytes32 marketId, bytes data) returns (bytes32)',
  'function getQuestionCount(bytes32 marketId) view returns (uint256)',
  'function getDetermined(bytes32 marketId) view returns (bool)',
  'function getConditionId(bytes32 questionId) view returns (bytes32)',
  'function getPositionId(bytes32 questionId, bool outcome) view returns (uint256)',
  'function reportOutcome(bytes32 questionId, bool outcome)',
  'function splitPosition(bytes32 conditionId, uint256 amount)',
  'function mergePositions(bytes32 conditionId, uint256 amount)',
  'function redeemPositions(bytes32 conditionId, uint256[] amounts)',
  'function convertPositions(bytes32 marketId, uint256 indexSet, uint256 amount)',
  'event MarketPrepared(bytes32 indexed marketId, address indexed oracle, uint256 feeBips, bytes data)',
  'event PayoutRedemption(address indexed redeemer, bytes32 indexed conditionId, uint256[] amounts, uint256 payout)',
  'error OnlyOracle()',
  'error MarketNotPrepared()',
  'error MarketAlreadyPrepared()',
  'error MarketAlreadyDetermined()',
  'error InvalidIndexSet()',
  'error NoConvertiblePositions()',
]);

export const positionManagerAbi = parseAbi([
  'function balanceOf(address holder, uint256 id) view returns (uint256)',
  'function isApprovedForAll(address holder, address operator) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'error NotApproved(address holder, address operator)',
]);

export const routerAbi = parseAbi([
  'function prepare(bytes31 conditionId)',
  'function report(bytes31 conditionId, uint256[] payouts)',
  'function isPrepared(bytes31 conditionId) view returns (bool)',
  'function payoutDenominator(bytes31 conditionId) view returns (uint256)',
  'function split(bytes31 conditionId, uint256 amount)',
  'function merge(bytes31 conditionId, uint256 amount)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
  'event ConditionResolved(bytes31 indexed conditionId, uint256[] payouts)',
  'event PositionRedeemed(address indexed redeemer, bytes31 indexed conditionId, uint256 outcomeIndex, uint256 amount, uint256 payout)',
  'error ConditionNotPrepared(bytes31 conditionId)',
  'error InvalidOutcome(uint256 outcomeIndex)',
  'error NotApproved(address holder, address operator)',
]);

export const onrampAbi = parseAbi([
  'function wrap(address asset, address to, uint256 amount)',
  'function pause(address asset)',
  'function unpause(address asset)',
  'function paused(address asset) view returns (bool)',
  'error OnlyUnpaused()',
]);

export const autoRedeemerAbi = parseAbi([
  'function redeem(address wallet, address adapter, bytes32 conditionId, uint256[] ids)',
  'function redeemPositions(address wallet, bytes32 conditionId)',
]);

export const collateralAdapterAbi = parseAbi([
  'error OnlyUnpaused()',
  'function redeemPositions(address collateral, bytes32 parent, bytes32 conditionId, uint256[] indexSets)',
  'function splitPosition(address collateral, bytes32 parent, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address collateral, bytes32 parent, bytes32 conditionId, uint256[] partition, uint256 amount)',
  ...moneyErrors,
]);

export const exchangeAbi = parseAbi([
  'struct Order { uint256 salt; address maker; address signer; uint256 tokenId; uint256 makerAmount; uint256 takerAmount; uint8 side; uint8 signatureType; uint256 timestamp; bytes32 metadata; bytes32 builder; }',
  'struct Leg { bytes32 orderHash; address maker; uint8 side; uint256 tokenId; uint256 makerAmount; uint256 takerAmount; uint256 fee; uint248 orderMakerAmount; bytes32 builder; bytes32 metadata; }',
  'function hashOrder(Order order) view returns (bytes32)',
  'function conditionOf(uint256 tokenId) view returns (bytes32)',
  'function orderStatus(bytes32 orderHash) view returns (bool filled, uint248 remaining)',
  'function register(bytes32 conditionId)',
  'function settle(Leg taker, Leg[] makers)',
  'event OrderFilled(bytes32 indexed orderHash, address indexed maker, address indexed taker, uint8 side, uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32 builder, bytes32 metadata)',
  'event OrdersMatched(bytes32 indexed takerOrderHash, address indexed takerMaker, uint8 side, uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled)',
  'event FeeCharged(address indexed receiver, uint256 amount)',
  'error OnlyOperator(address caller)',
  'error NoMakers()',
  'error UnknownToken(uint256 tokenId)',
  'error MismatchedTokenIds(uint256 tokenId, uint256 expectedOneOf, uint256 orOf)',
  'error FeeExceedsProceeds(bytes32 orderHash, uint256 fee, uint256 proceeds)',
  'error OrderAlreadyFilled(bytes32 orderHash)',
  'error MakingGtRemaining(bytes32 orderHash, uint256 remaining, uint256 making)',
  'error InsufficientCollateral(address wallet, uint256 balance, uint256 needed)',
  'error InsufficientCollateralAllowance(address wallet, uint256 allowance, uint256 needed)',
  'error InsufficientShares(address wallet, uint256 tokenId, uint256 balance, uint256 needed)',
  'error SharesNotApproved(address wallet)',
  'error UnbalancedShares(uint256[2] sharesIn, uint256[2] sharesOut)',
  'error UnbalancedCollateral(uint256 moneyIn, uint256 moneyOut)',
  ...moneyErrors,
]);
