// The three exchanges: standard and neg-risk markets, and markets of protocol v2.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Exchange.sol';
import './NegRiskSets.sol';
import './PositionSets.sol';
import './StandardSets.sol';

contract CtfExchange is Exchange, StandardSets {
    function getCtfCollateral() external pure returns (address) {
        return address(USDC_E);
    }

    function _version() internal pure override returns (string memory) {
        return '2';
    }
}

contract NegRiskCtfExchange is Exchange, NegRiskSets {
    function getCtfCollateral() external pure returns (address) {
        return VenueAddresses.WRAPPED_COLLATERAL;
    }

    function _version() internal pure override returns (string memory) {
        return '2';
    }
}

contract ExchangeV3 is Exchange, PositionSets {
    function _version() internal pure override returns (string memory) {
        return '3';
    }
}
