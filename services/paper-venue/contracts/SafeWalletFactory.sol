// Sets up the Safe of whoever signed for it. The Safe's proxy code is placed by the venue beforehand.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './WalletAddresses.sol';

interface ISafeSetup {
    function setup(
        address[] calldata owners,
        uint256 threshold,
        address to,
        bytes calldata data,
        address fallbackHandler,
        address paymentToken,
        uint256 payment,
        address payable paymentReceiver
    ) external;
}

contract SafeWalletFactory {
    struct Sig {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    event ProxyCreation(address proxy, address owner);

    /// The real address follows from code the venue does not have, so the code is placed there.
    error SafeNotPlaced(address safe);

    bytes32 private constant DOMAIN_TYPE =
        keccak256('EIP712Domain(string name,uint256 chainId,address verifyingContract)');
    bytes32 private constant CREATE_TYPE =
        keccak256('CreateProxy(address paymentToken,uint256 payment,address paymentReceiver)');

    function createProxy(
        address paymentToken,
        uint256 payment,
        address payable paymentReceiver,
        Sig calldata createSig
    ) external {
        bytes32 request = keccak256(abi.encode(CREATE_TYPE, paymentToken, payment, paymentReceiver));
        bytes32 digest = keccak256(abi.encodePacked(hex'1901', domainSeparator(), request));
        address[] memory owners = new address[](1);
        owners[0] = ecrecover(digest, createSig.v, createSig.r, createSig.s);
        address safe = computeProxyAddress(owners[0]);
        if (safe.code.length == 0) revert SafeNotPlaced(safe);
        ISafeSetup(safe).setup(
            owners,
            1,
            address(0),
            '',
            WalletAddresses.SAFE_FALLBACK_HANDLER,
            paymentToken,
            payment,
            paymentReceiver
        );
        emit ProxyCreation(safe, owners[0]);
    }

    function computeProxyAddress(address user) public pure returns (address) {
        return WalletAddresses.safeOf(user);
    }

    function domainSeparator() public view returns (bytes32) {
        bytes32 name = keccak256('Polymarket Contract Proxy Factory');
        return keccak256(abi.encode(DOMAIN_TYPE, name, block.chainid, address(this)));
    }
}
