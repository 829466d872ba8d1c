// Complete sets of a protocol-v2 market: positions of the PositionManager, minted by the Router.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';

/// A condition is named by 31 bytes; as a bytes32 its last byte is zero, where positions have the outcome.
abstract contract PositionSets is CompleteSets {
    IRouter private constant ROUTER = IRouter(VenueAddresses.ROUTER);
    IPositionManager private constant POSITIONS = IPositionManager(VenueAddresses.POSITION_MANAGER);

    function _tokens() internal pure override returns (IOutcomeTokens) {
        return POSITIONS;
    }

    function _isBinary(bytes32 conditionId) internal view override returns (bool) {
        return ROUTER.isPrepared(bytes31(conditionId));
    }

    function _positionIds(bytes32 conditionId) internal pure override returns (uint256[] memory ids) {
        ids = new uint256[](2);
        ids[0] = uint256(conditionId);
        ids[1] = uint256(conditionId) + 1;
    }

    function _split(bytes32 conditionId, uint256 amount) internal override {
        PUSD.approve(address(ROUTER), amount);
        ROUTER.split(bytes31(conditionId), amount);
    }

    function _merge(bytes32 conditionId, uint256 amount, address to) internal override {
        POSITIONS.setApprovalForAll(address(ROUTER), true);
        ROUTER.merge(bytes31(conditionId), amount);
        if (to != address(this)) PUSD.transfer(to, amount);
    }

    function _redeem(bytes32 conditionId, uint256[] memory amounts, address to) internal override {
        uint256 before = PUSD.balanceOf(address(this));
        POSITIONS.setApprovalForAll(address(ROUTER), true);
        ROUTER.redeem(bytes31(conditionId), 0, amounts[0]);
        ROUTER.redeem(bytes31(conditionId), 1, amounts[1]);
        PUSD.transfer(to, PUSD.balanceOf(address(this)) - before);
    }
}
