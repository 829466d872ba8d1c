// The venue's own dollar: every unit is backed by one unit of USDC.e lying in this contract.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Money.sol';
import './Tokens.sol';
import './VenueAddresses.sol';

contract PUsd is Money {
    string public constant name = 'Polymarket USD';
    string public constant symbol = 'pUSD';

    /// Takes the caller's USDC.e and gives `to` as much pUSD; the only way pUSD comes into being.
    function wrap(address to, uint256 amount) external {
        IMoney(VenueAddresses.USDC_E).transferFrom(msg.sender, address(this), amount);
        _mint(to, amount);
    }

    /// Burns the caller's pUSD and gives `to` as much USDC.e.
    function unwrap(address to, uint256 amount) external {
        _burn(msg.sender, amount);
        IMoney(VenueAddresses.USDC_E).transfer(to, amount);
    }
}
