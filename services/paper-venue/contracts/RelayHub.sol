// Lets a relay pay for what somebody signed: each signed request is used once, in the order of its nonce.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Signatures.sol';

contract RelayHub {
    /// status 0 = done, 1 = the recipient refused; the transaction itself succeeds either way.
    event TransactionRelayed(
        address indexed relay, address indexed from, address indexed to, bytes4 selector, uint8 status, uint256 charge
    );

    error WrongNonce(address from, uint256 expected, uint256 found);
    error WrongSignature(address from);
    error TooLittleGas(uint256 left, uint256 asked);

    mapping(address from => uint256) public getNonce;

    function relayCall(
        address from,
        address recipient,
        bytes calldata encodedFunction,
        uint256 transactionFee,
        uint256 gasPrice,
        uint256 gasLimit,
        uint256 nonce,
        bytes calldata signature,
        bytes calldata
    ) external {
        if (getNonce[from] != nonce) revert WrongNonce(from, getNonce[from], nonce);
        bytes memory signed = abi.encodePacked(
            'rlx:', from, recipient, encodedFunction, transactionFee, gasPrice, gasLimit, nonce,
            address(this), msg.sender
        );
        if (Signatures.signer(Signatures.personal(keccak256(signed)), signature) != from) {
            revert WrongSignature(from);
        }
        getNonce[from] = nonce + 1;
        _relay(from, recipient, encodedFunction, gasLimit);
    }

    function _relay(address from, address recipient, bytes calldata encodedFunction, uint256 gasLimit)
        private
    {
        if (gasleft() * 63 / 64 < gasLimit) revert TooLittleGas(gasleft(), gasLimit);
        (bool success,) = recipient.call{gas: gasLimit}(abi.encodePacked(encodedFunction, from));
        emit TransactionRelayed(
            msg.sender, from, recipient, bytes4(encodedFunction), success ? 0 : 1, 0
        );
    }
}
