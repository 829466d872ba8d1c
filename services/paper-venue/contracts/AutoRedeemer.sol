// The venue's own hand: redeems for wallets that let it, and pays them.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './PositionSets.sol';

contract AutoRedeemer is PositionSets {
    error OnlyOperator(address caller);

    modifier onlyOperator() {
        if (msg.sender != VenueAddresses.OPERATOR) revert OnlyOperator(msg.sender);
        _;
    }

    /// Takes all the wallet holds of these two positions and redeems it through a collateral adapter.
    function redeem(address wallet, address adapter, bytes32 conditionId, uint256[] calldata ids)
        external onlyOperator
    {
        CTF.safeBatchTransferFrom(wallet, address(this), ids, _held(CTF, wallet, ids), '');
        CTF.setApprovalForAll(adapter, true);
        uint256 before = PUSD.balanceOf(address(this));
        ICollateralAdapter(adapter).redeemPositions(address(PUSD), 0, conditionId, _bothOutcomes());
        PUSD.transfer(wallet, PUSD.balanceOf(address(this)) - before);
    }

    /// The same for a protocol-v2 condition.
    function redeemPositions(address wallet, bytes32 conditionId) external onlyOperator {
        uint256[] memory ids = _positionIds(conditionId);
        uint256[] memory held = _held(_tokens(), wallet, ids);
        _tokens().safeBatchTransferFrom(wallet, address(this), ids, held, '');
        _redeem(conditionId, held, wallet);
    }

    function _held(IOutcomeTokens tokens, address wallet, uint256[] memory ids)
        private view returns (uint256[] memory amounts)
    {
        amounts = new uint256[](2);
        amounts[0] = tokens.balanceOf(wallet, ids[0]);
        amounts[1] = tokens.balanceOf(wallet, ids[1]);
    }
}
