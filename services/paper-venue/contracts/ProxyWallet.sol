// A proxy wallet: does what its factory passes on from its owner, all of it or nothing.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './ReceivesShares.sol';
import './WalletAddresses.sol';

/// typeCode 1 = call; the venue knows no other.
struct ProxyCall {
    uint8 typeCode;
    address to;
    uint256 value;
    bytes data;
}

contract ProxyWallet is ReceivesShares {
    error OnlyFactory(address caller);
    error UnknownTypeCode(uint8 typeCode);

    function proxy(ProxyCall[] calldata calls) external payable returns (bytes[] memory answers) {
        if (msg.sender != WalletAddresses.PROXY_FACTORY) revert OnlyFactory(msg.sender);
        answers = new bytes[](calls.length);
        for (uint256 i; i < calls.length; i++) {
            if (calls[i].typeCode != 1) revert UnknownTypeCode(calls[i].typeCode);
            answers[i] = _callOrRevert(calls[i].to, calls[i].value, calls[i].data);
        }
    }
}
