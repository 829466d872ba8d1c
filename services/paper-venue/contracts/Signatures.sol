// Who signed a digest: 65 bytes, with v as wallets write it or as 0 and 1.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

library Signatures {
    /// The zero address when nobody can have signed this.
    function signer(bytes32 digest, bytes calldata signature) internal pure returns (address) {
        if (signature.length != 65) return address(0);
        uint8 v = uint8(signature[64]);
        if (v < 27) v += 27;
        return ecrecover(digest, v, bytes32(signature[:32]), bytes32(signature[32:64]));
    }

    /// The digest of a 32-byte message signed with personal_sign.
    function personal(bytes32 message) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked('\x19Ethereum Signed Message:\n32', message));
    }
}
