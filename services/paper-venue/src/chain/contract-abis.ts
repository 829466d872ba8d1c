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
  'event ConditionPreparation(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount)',
  'event ConditionResolution(bytes32 indexed conditionId, address indexed oracle, bytes32 indexed questionId, uint256 outcomeSlotCount, uint256[] payoutNumerators)',
]);

export const collateralAdapterAbi = parseAbi([
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
