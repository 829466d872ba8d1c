// The door between pUSD and outcome tokens: split, merge and redeem on the caller's behalf.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';

/// Only the condition (and, for split and merge, the amount) counts; the other arguments are ignored, as
/// on the real adapters. Nothing works while USDC.e is paused in the ramp.
abstract contract CollateralAdapter is CompleteSets {
    error OnlyUnpaused();

    modifier whileUnpaused() {
        if (IRamp(VenueAddresses.COLLATERAL_ONRAMP).paused(address(USDC_E))) revert OnlyUnpaused();
        _;
    }

    /// Pulls all of the caller's both outcomes and pays the caller pUSD; zero balances pay zero.
    function redeemPositions(address, bytes32, bytes32 conditionId, uint256[] calldata)
        external whileUnpaused
    {
        uint256[] memory ids = _positionIds(conditionId);
        uint256[] memory amounts = new uint256[](2);
        amounts[0] = CTF.balanceOf(msg.sender, ids[0]);
        amounts[1] = CTF.balanceOf(msg.sender, ids[1]);
        CTF.safeBatchTransferFrom(msg.sender, address(this), ids, amounts, '');
        _redeem(conditionId, amounts, msg.sender);
    }

    function splitPosition(address, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external whileUnpaused
    {
        PUSD.transferFrom(msg.sender, address(this), amount);
        _split(conditionId, amount);
        CTF.safeBatchTransferFrom(
            address(this), msg.sender, _positionIds(conditionId), _twice(amount), ''
        );
    }

    function mergePositions(address, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external whileUnpaused
    {
        CTF.safeBatchTransferFrom(
            msg.sender, address(this), _positionIds(conditionId), _twice(amount), ''
        );
        _merge(conditionId, amount, msg.sender);
    }
}
