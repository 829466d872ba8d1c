// Where the owner of a proxy wallet speaks to it, directly or through the relay hub.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './ProxyWallet.sol';

contract ProxyWalletFactory {
    /// The venue places a wallet's code; the real factory makes it here on first use.
    error WalletNotPlaced(address wallet);

    function proxy(ProxyCall[] calldata calls) external payable returns (bytes[] memory) {
        address wallet = WalletAddresses.proxyOf(_owner());
        if (wallet.code.length == 0) revert WalletNotPlaced(wallet);
        return ProxyWallet(payable(wallet)).proxy{value: msg.value}(calls);
    }

    function getHubAddr() external pure returns (address) {
        return WalletAddresses.RELAY_HUB;
    }

    /// The hub appends whom it speaks for to what it calls.
    function _owner() private view returns (address) {
        if (msg.sender != WalletAddresses.RELAY_HUB) return msg.sender;
        return address(bytes20(msg.data[msg.data.length - 20:]));
    }
}
