// An order's name on the chain: the EIP-712 hash that is also its id at the venue.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Field order and types are those the official client signs.
struct Order {
    uint256 salt;
    address maker;
    address signer;
    uint256 tokenId;
    uint256 makerAmount;
    uint256 takerAmount;
    uint8 side;
    uint8 signatureType;
    uint256 timestamp;
    bytes32 metadata;
    bytes32 builder;
}

abstract contract OrderHashing {
    bytes32 private constant DOMAIN_TYPE = keccak256(
        'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
    );
    bytes32 private constant ORDER_TYPE = keccak256(
        'Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder)'
    );

    /// The version in the domain that signed the orders.
    function _version() internal pure virtual returns (string memory);

    function hashOrder(Order calldata order) external view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encode(ORDER_TYPE, order));
        return keccak256(abi.encodePacked(hex'1901', domainSeparator(), structHash));
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPE,
                keccak256('Polymarket CTF Exchange'),
                keccak256(bytes(_version())),
                block.chainid,
                address(this)
            )
        );
    }
}
