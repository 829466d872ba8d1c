// The door of protocol v2: pUSD into positions and back, and what a resolved position pays.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Tokens.sol';
import './VenueAddresses.sol';

/// Only split, merge and redeem are known of the real one; preparing, reporting and reading are our own.
contract Router {
    event ConditionPrepared(bytes31 indexed conditionId);
    event ConditionResolved(bytes31 indexed conditionId, uint256[] payouts);
    event PositionRedeemed(
        address indexed redeemer,
        bytes31 indexed conditionId,
        uint256 outcomeIndex,
        uint256 amount,
        uint256 payout
    );

    error OnlyOperator(address caller);
    error ConditionNotPrepared(bytes31 conditionId);
    error ConditionAlreadyResolved(bytes31 conditionId);
    error InvalidPayouts();
    error InvalidOutcome(uint256 outcomeIndex);

    IMoney private constant PUSD = IMoney(VenueAddresses.PUSD);
    IPositionManager private constant POSITIONS = IPositionManager(VenueAddresses.POSITION_MANAGER);

    mapping(bytes31 conditionId => bool) public isPrepared;
    mapping(bytes31 conditionId => uint256[2]) public payoutNumerators;
    mapping(bytes31 conditionId => uint256) public payoutDenominator;

    modifier onlyOperator() {
        if (msg.sender != VenueAddresses.OPERATOR) revert OnlyOperator(msg.sender);
        _;
    }

    modifier prepared(bytes31 conditionId) {
        if (!isPrepared[conditionId]) revert ConditionNotPrepared(conditionId);
        _;
    }

    function prepare(bytes31 conditionId) external onlyOperator {
        isPrepared[conditionId] = true;
        emit ConditionPrepared(conditionId);
    }

    function report(bytes31 conditionId, uint256[] calldata payouts)
        external onlyOperator prepared(conditionId)
    {
        if (payoutDenominator[conditionId] != 0) revert ConditionAlreadyResolved(conditionId);
        if (payouts.length != 2 || payouts[0] + payouts[1] == 0) revert InvalidPayouts();
        payoutNumerators[conditionId] = [payouts[0], payouts[1]];
        payoutDenominator[conditionId] = payouts[0] + payouts[1];
        emit ConditionResolved(conditionId, payouts);
    }

    function split(bytes31 conditionId, uint256 amount) external prepared(conditionId) {
        PUSD.transferFrom(msg.sender, address(this), amount);
        POSITIONS.mint(msg.sender, _positionId(conditionId, 0), amount);
        POSITIONS.mint(msg.sender, _positionId(conditionId, 1), amount);
    }

    function merge(bytes31 conditionId, uint256 amount) external prepared(conditionId) {
        POSITIONS.burn(msg.sender, _positionId(conditionId, 0), amount);
        POSITIONS.burn(msg.sender, _positionId(conditionId, 1), amount);
        PUSD.transfer(msg.sender, amount);
    }

    /// Burns so much of one outcome and pays its share in pUSD.
    function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)
        external prepared(conditionId)
    {
        if (outcomeIndex > 1) revert InvalidOutcome(outcomeIndex);
        uint256 denominator = payoutDenominator[conditionId];
        require(denominator > 0, 'result for condition not received yet');
        uint256 payout = amount * payoutNumerators[conditionId][outcomeIndex] / denominator;
        POSITIONS.burn(msg.sender, _positionId(conditionId, outcomeIndex), amount);
        PUSD.transfer(msg.sender, payout);
        emit PositionRedeemed(msg.sender, conditionId, outcomeIndex, amount, payout);
    }

    function _positionId(bytes31 conditionId, uint256 outcomeIndex) private pure returns (uint256) {
        return uint256(bytes32(conditionId)) | outcomeIndex;
    }
}
