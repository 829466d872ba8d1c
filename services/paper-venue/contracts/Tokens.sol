// What the venue's contracts ask of each other, and of money and outcome tokens.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IMoney {
    function balanceOf(address holder) external view returns (uint256);
    function allowance(address holder, address spender) external view returns (uint256);
    function approve(address spender, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

interface IWrappedMoney is IMoney {
    function wrap(address to, uint256 amount) external;
    function unwrap(address to, uint256 amount) external;
}

interface IWrappedCollateral is IWrappedMoney {
    function mint(uint256 amount) external;
    function release(address to, uint256 amount) external;
}

interface IRamp {
    function paused(address asset) external view returns (bool);
}

/// The outcome tokens an exchange moves: Conditional Tokens and the PositionManager alike.
interface IOutcomeTokens {
    function balanceOf(address holder, uint256 id) external view returns (uint256);
    function isApprovedForAll(address holder, address spender) external view returns (bool);
    function setApprovalForAll(address spender, bool approved) external;
    function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes calldata extra)
        external;
    function safeBatchTransferFrom(
        address from, address to, uint256[] calldata ids, uint256[] calldata amounts, bytes calldata extra
    ) external;
}

/// The part of Gnosis ConditionalTokens 1.0.3 used here.
interface IConditionalTokens is IOutcomeTokens {
    function prepareCondition(address oracle, bytes32 questionId, uint256 outcomes) external;
    function reportPayouts(bytes32 questionId, uint256[] calldata payouts) external;
    function getConditionId(address oracle, bytes32 questionId, uint256 outcomes)
        external pure returns (bytes32);
    function getOutcomeSlotCount(bytes32 conditionId) external view returns (uint256);
    function getCollectionId(bytes32 parent, bytes32 conditionId, uint256 indexSet)
        external view returns (bytes32);
    function getPositionId(address collateral, bytes32 collectionId) external pure returns (uint256);
    function splitPosition(
        address collateral, bytes32 parent, bytes32 conditionId, uint256[] calldata partition, uint256 amount
    ) external;
    function mergePositions(
        address collateral, bytes32 parent, bytes32 conditionId, uint256[] calldata partition, uint256 amount
    ) external;
    function redeemPositions(
        address collateral, bytes32 parent, bytes32 conditionId, uint256[] calldata indexSets
    ) external;
}

interface INegRiskAdapter {
    function splitPosition(bytes32 conditionId, uint256 amount) external;
    function mergePositions(bytes32 conditionId, uint256 amount) external;
    function redeemPositions(bytes32 conditionId, uint256[] calldata amounts) external;
}

interface ICollateralAdapter {
    function redeemPositions(address, bytes32, bytes32 conditionId, uint256[] calldata) external;
}

interface IPositionManager is IOutcomeTokens {
    function mint(address to, uint256 id, uint256 amount) external;
    function burn(address from, uint256 id, uint256 amount) external;
}

interface IRouter {
    function split(bytes31 conditionId, uint256 amount) external;
    function merge(bytes31 conditionId, uint256 amount) external;
    function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount) external;
    function isPrepared(bytes31 conditionId) external view returns (bool);
}
