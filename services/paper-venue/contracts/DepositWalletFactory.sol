// Makes deposit wallets and brings them the batches their owners signed; only the relayer may ask it to.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './DepositWallet.sol';

/// Tells the clones which code they run.
contract DepositWalletBeacon {
    function implementation() external pure returns (address) {
        return WalletAddresses.DEPOSIT_WALLET_IMPLEMENTATION;
    }
}

contract DepositWalletFactory {
    event WalletDeployed(address indexed wallet, address indexed owner);

    error OnlyOperator(address caller);
    error AlreadyDeployed(address owner);
    error UnequalLengths(uint256 batches, uint256 signatures);

    modifier onlyOperator() {
        if (msg.sender != WalletAddresses.RELAY) revert OnlyOperator(msg.sender);
        _;
    }

    /// Clients ask by this name, and take an answer for the newer kind of wallet.
    function BEACON() external pure returns (address) {
        return WalletAddresses.DEPOSIT_WALLET_BEACON;
    }

    function deploy(address owner) external onlyOperator returns (address wallet) {
        bytes memory arguments = abi.encode(address(this), owner);
        bytes memory initCode = _cloneCode(arguments);
        bytes32 salt = keccak256(arguments);
        assembly {
            wallet := create2(0, add(initCode, 32), mload(initCode), salt)
        }
        if (wallet == address(0)) revert AlreadyDeployed(owner);
        emit WalletDeployed(wallet, owner);
    }

    function proxy(Batch[] calldata batches, bytes[] calldata signatures) external onlyOperator {
        if (batches.length != signatures.length) {
            revert UnequalLengths(batches.length, signatures.length);
        }
        for (uint256 i; i < batches.length; i++) {
            DepositWallet(payable(batches[i].wallet)).execute(batches[i], signatures[i]);
        }
    }

    /// The ERC-1967 beacon clone with 64 bytes of arguments, byte for byte as wallet addresses are
    /// derived from it.
    function _cloneCode(bytes memory arguments) private pure returns (bytes memory) {
        return abi.encodePacked(
            hex'6100923d8160233d3973',
            WalletAddresses.DEPOSIT_WALLET_BEACON,
            hex'60195155f3363d3d373d3d363d602036600436635c60da',
            hex'1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
            hex'b3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
            arguments
        );
    }
}
