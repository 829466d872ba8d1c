// What the venue's contracts ask of money and of outcome tokens.
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

/// The part of Gnosis ConditionalTokens 1.0.3 used here.
interface IConditionalTokens {
    function balanceOf(address holder, uint256 id) external view returns (uint256);
    function isApprovedForAll(address holder, address spender) external view returns (bool);
    function getOutcomeSlotCount(bytes32 conditionId) external view returns (uint256);
    function getCollectionId(bytes32 parent, bytes32 conditionId, uint256 indexSet)
        external view returns (bytes32);
    function getPositionId(address collateral, bytes32 collectionId) external pure returns (uint256);
    function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes calldata extra)
        external;
    function safeBatchTransferFrom(
        address from, address to, uint256[] calldata ids, uint256[] calldata amounts, bytes calldata extra
    ) external;
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
