// Where USDC.e becomes pUSD for everybody, and where that can be paused.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Tokens.sol';
import './VenueAddresses.sol';

contract CollateralOnramp {
    error OnlyOperator(address caller);
    error OnlyUnpaused();
    error UnknownAsset(address asset);

    event Paused(address indexed asset);
    event Unpaused(address indexed asset);

    mapping(address asset => bool) public paused;

    modifier onlyOperator() {
        if (msg.sender != VenueAddresses.OPERATOR) revert OnlyOperator(msg.sender);
        _;
    }

    function pause(address asset) external onlyOperator {
        paused[asset] = true;
        emit Paused(asset);
    }

    function unpause(address asset) external onlyOperator {
        paused[asset] = false;
        emit Unpaused(asset);
    }

    /// Takes the caller's USDC.e and gives `to` as much pUSD.
    function wrap(address asset, address to, uint256 amount) external {
        if (asset != VenueAddresses.USDC_E) revert UnknownAsset(asset);
        if (paused[asset]) revert OnlyUnpaused();
        IMoney(asset).transferFrom(msg.sender, address(this), amount);
        IMoney(asset).approve(VenueAddresses.PUSD, amount);
        IWrappedMoney(VenueAddresses.PUSD).wrap(to, amount);
    }
}
