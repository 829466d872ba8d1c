// Where the wallets' own contracts stand, and how an owner's wallet address follows from the owner's.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

library WalletAddresses {
    address internal constant PROXY_FACTORY = 0xaB45c5A4B0c941a2F231C04C3f49182e1A254052;
    address internal constant RELAY_HUB = 0xD216153c06E857cD7f72665E0aF1d7D82172F494;
    address internal constant SAFE_FACTORY = 0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b;
    address internal constant SAFE_FALLBACK_HANDLER = 0xf48f2B2d2a534e402487b3ee7C18c33Aec0Fe5e4;
    address internal constant DEPOSIT_WALLET_FACTORY = 0x00000000000Fb5C9ADea0298D729A0CB3823Cc07;
    address internal constant DEPOSIT_WALLET_IMPLEMENTATION =
        0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB;
    address internal constant DEPOSIT_WALLET_BEACON = 0x7A18EDfe055488A3128f01F563e5B479D92ffc3a;
    /// The relayer's own account.
    address internal constant RELAY = 0x4aF126598417209bFa57bab856963c42C2fee5Db;

    bytes32 private constant PROXY_INIT_HASH =
        0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b;
    bytes32 private constant SAFE_INIT_HASH =
        0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf;

    function proxyOf(address owner) internal pure returns (address) {
        return _create2(PROXY_FACTORY, keccak256(abi.encodePacked(owner)), PROXY_INIT_HASH);
    }

    function safeOf(address owner) internal pure returns (address) {
        return _create2(SAFE_FACTORY, keccak256(abi.encode(owner)), SAFE_INIT_HASH);
    }

    function _create2(address factory, bytes32 salt, bytes32 initHash) private pure returns (address) {
        bytes32 hash = keccak256(abi.encodePacked(hex'ff', factory, salt, initHash));
        return address(uint160(uint256(hash)));
    }
}
