// Complete sets of a standard market: Conditional Tokens over USDC.e.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';

abstract contract StandardSets is CompleteSets {
    function _tokens() internal pure override returns (IOutcomeTokens) {
        return CTF;
    }

    function _isBinary(bytes32 conditionId) internal view override returns (bool) {
        return CTF.getOutcomeSlotCount(conditionId) == 2;
    }

    /// Position ids are made of USDC.e, not pUSD.
    function _positionIds(bytes32 conditionId) internal view override returns (uint256[] memory) {
        return _idsOf(address(USDC_E), conditionId);
    }

    function _split(bytes32 conditionId, uint256 amount) internal override {
        PUSD.unwrap(address(this), amount);
        USDC_E.approve(address(CTF), amount);
        CTF.splitPosition(address(USDC_E), 0, conditionId, _bothOutcomes(), amount);
    }

    function _merge(bytes32 conditionId, uint256 amount, address to) internal override {
        CTF.mergePositions(address(USDC_E), 0, conditionId, _bothOutcomes(), amount);
        _wrapAll(to);
    }

    function _redeem(bytes32 conditionId, uint256[] memory, address to) internal override {
        CTF.redeemPositions(address(USDC_E), 0, conditionId, _bothOutcomes());
        _wrapAll(to);
    }
}
