// Complete sets of one question of a neg-risk market: Conditional Tokens over wrapped collateral.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';

abstract contract NegRiskSets is CompleteSets {
    INegRiskAdapter private constant CORE = INegRiskAdapter(VenueAddresses.NEG_RISK_ADAPTER);

    function _tokens() internal pure override returns (IOutcomeTokens) {
        return CTF;
    }

    function _isBinary(bytes32 conditionId) internal view override returns (bool) {
        return CTF.getOutcomeSlotCount(conditionId) == 2;
    }

    function _positionIds(bytes32 conditionId) internal view override returns (uint256[] memory) {
        return _idsOf(VenueAddresses.WRAPPED_COLLATERAL, conditionId);
    }

    function _split(bytes32 conditionId, uint256 amount) internal override {
        PUSD.unwrap(address(this), amount);
        USDC_E.approve(address(CORE), amount);
        CORE.splitPosition(conditionId, amount);
    }

    function _merge(bytes32 conditionId, uint256 amount, address to) internal override {
        CTF.setApprovalForAll(address(CORE), true);
        CORE.mergePositions(conditionId, amount);
        _wrapAll(to);
    }

    function _redeem(bytes32 conditionId, uint256[] memory amounts, address to) internal override {
        CTF.setApprovalForAll(address(CORE), true);
        CORE.redeemPositions(conditionId, amounts);
        _wrapAll(to);
    }
}
