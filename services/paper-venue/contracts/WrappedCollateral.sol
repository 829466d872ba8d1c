// What neg-risk positions are made of: USDC.e wrapped by the neg-risk adapter, and by it alone.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Money.sol';
import './Tokens.sol';
import './VenueAddresses.sol';

contract WrappedCollateral is Money {
    error OnlyNegRiskAdapter(address caller);

    string public constant name = 'Wrapped Collateral';
    string public constant symbol = 'WCOL';

    modifier onlyAdapter() {
        if (msg.sender != VenueAddresses.NEG_RISK_ADAPTER) revert OnlyNegRiskAdapter(msg.sender);
        _;
    }

    function wrap(address to, uint256 amount) external onlyAdapter {
        IMoney(VenueAddresses.USDC_E).transferFrom(msg.sender, address(this), amount);
        _mint(to, amount);
    }

    function unwrap(address to, uint256 amount) external onlyAdapter {
        _burn(msg.sender, amount);
        IMoney(VenueAddresses.USDC_E).transfer(to, amount);
    }

    /// Without backing: a conversion gives up as many NO as it needs such money.
    function mint(uint256 amount) external onlyAdapter {
        _mint(msg.sender, amount);
    }

    /// Pays out the USDC.e that given-up NO had stood for.
    function release(address to, uint256 amount) external onlyAdapter {
        IMoney(VenueAddresses.USDC_E).transfer(to, amount);
    }
}
