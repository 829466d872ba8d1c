// The bridged dollar that Conditional Tokens hold as collateral, minted here by the operator at will.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Money.sol';
import './VenueAddresses.sol';

contract UsdcE is Money {
    error OnlyOperator(address caller);

    string public constant name = 'USD Coin (PoS)';
    string public constant symbol = 'USDC.e';

    function mint(address to, uint256 amount) external {
        if (msg.sender != VenueAddresses.OPERATOR) revert OnlyOperator(msg.sender);
        _mint(to, amount);
    }
}
