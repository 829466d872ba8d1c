// The door between pUSD and Conditional Tokens: split, merge and redeem on the caller's behalf.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';

/// Only the condition (and, for split and merge, the amount) counts; the other arguments are ignored, as
/// on the real adapter.
contract CtfCollateralAdapter is CompleteSets {
    /// Pulls all of the caller's both outcomes and pays the caller pUSD; zero balances pay zero.
    function redeemPositions(address, bytes32, bytes32 conditionId, uint256[] calldata) external {
        uint256[] memory ids = _positionIds(conditionId);
        uint256[] memory amounts = new uint256[](2);
        amounts[0] = CTF.balanceOf(msg.sender, ids[0]);
        amounts[1] = CTF.balanceOf(msg.sender, ids[1]);
        CTF.safeBatchTransferFrom(msg.sender, address(this), ids, amounts, '');
        CTF.redeemPositions(address(USDC_E), 0, conditionId, _bothOutcomes());
        _wrapAll(msg.sender);
    }

    function splitPosition(address, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external
    {
        PUSD.transferFrom(msg.sender, address(this), amount);
        _split(conditionId, amount);
        CTF.safeBatchTransferFrom(
            address(this), msg.sender, _positionIds(conditionId), _twice(amount), ''
        );
    }

    function mergePositions(address, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external
    {
        CTF.safeBatchTransferFrom(
            msg.sender, address(this), _positionIds(conditionId), _twice(amount), ''
        );
        _merge(conditionId, amount, msg.sender);
    }

    function _twice(uint256 amount) private pure returns (uint256[] memory amounts) {
        amounts = new uint256[](2);
        amounts[0] = amount;
        amounts[1] = amount;
    }
}
