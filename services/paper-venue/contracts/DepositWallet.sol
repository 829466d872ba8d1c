// A deposit wallet: obeys batches its owner signed, and only when the factory brings them.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './ReceivesShares.sol';
import './Signatures.sol';
import './WalletAddresses.sol';

struct Call {
    address target;
    uint256 value;
    bytes data;
}

struct Batch {
    address wallet;
    uint256 nonce;
    uint256 deadline;
    Call[] calls;
}

/// Stands behind clones whose code ends with the factory and the owner, 32 bytes each.
contract DepositWallet is ReceivesShares {
    error OnlyFactory(address caller);
    error WrongWallet(address wallet);
    error WrongNonce(uint256 expected, uint256 found);
    error DeadlineOver(uint256 deadline, uint256 timestamp);
    error WrongSignature(address signer);

    bytes32 private constant DOMAIN_TYPE = keccak256(
        'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
    );
    bytes32 private constant CALL_TYPE = keccak256('Call(address target,uint256 value,bytes data)');
    bytes32 private constant BATCH_TYPE = keccak256(
        'Batch(address wallet,uint256 nonce,uint256 deadline,Call[] calls)Call(address target,uint256 value,bytes data)'
    );
    bytes32 private constant NAME = keccak256('DepositWallet');
    bytes32 private constant VERSION = keccak256('1');

    uint256 public nonce;

    function owner() public view returns (address) {
        bytes memory code = address(this).code;
        uint256 last;
        assembly {
            last := mload(add(code, mload(code)))
        }
        return address(uint160(last));
    }

    function execute(Batch calldata batch, bytes calldata signature) external {
        if (msg.sender != WalletAddresses.DEPOSIT_WALLET_FACTORY) revert OnlyFactory(msg.sender);
        if (batch.wallet != address(this)) revert WrongWallet(batch.wallet);
        if (batch.nonce != nonce) revert WrongNonce(nonce, batch.nonce);
        if (batch.deadline < block.timestamp) revert DeadlineOver(batch.deadline, block.timestamp);
        bytes32 digest = keccak256(abi.encodePacked(hex'1901', domainSeparator(), _hash(batch)));
        address signer = Signatures.signer(digest, signature);
        if (signer != owner()) revert WrongSignature(signer);
        nonce++;
        for (uint256 i; i < batch.calls.length; i++) {
            _callOrRevert(batch.calls[i].target, batch.calls[i].value, batch.calls[i].data);
        }
    }

    function domainSeparator() public view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, block.chainid, address(this)));
    }

    /// ERC-1271 over an order as the official client signs it: inner signature, the order's domain and
    /// hash, its type, and the type's length in two bytes.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return _signedByOwner(hash, signature) ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    function _signedByOwner(bytes32 hash, bytes calldata signature) private view returns (bool) {
        uint256 length = signature.length;
        if (length < 131) return false;
        uint256 typeLength = uint16(bytes2(signature[length - 2:]));
        if (length != 131 + typeLength) return false;
        bytes32 domain = bytes32(signature[65:97]);
        bytes32 contents = bytes32(signature[97:129]);
        if (keccak256(abi.encodePacked(hex'1901', domain, contents)) != hash) return false;
        bytes calldata contentsType = signature[129:129 + typeLength];
        bytes32 nested = keccak256(
            abi.encode(_typeOf(contentsType), contents, NAME, VERSION, block.chainid, address(this), 0)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex'1901', domain, nested));
        return Signatures.signer(digest, signature[:65]) == owner();
    }

    function _typeOf(bytes calldata contentsType) private pure returns (bytes32) {
        uint256 end;
        while (end < contentsType.length && contentsType[end] != '(') end++;
        return keccak256(
            abi.encodePacked(
                'TypedDataSign(',
                contentsType[:end],
                ' contents,string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)',
                contentsType
            )
        );
    }

    function _hash(Batch calldata batch) private pure returns (bytes32) {
        bytes32[] memory calls = new bytes32[](batch.calls.length);
        for (uint256 i; i < calls.length; i++) {
            Call calldata call = batch.calls[i];
            calls[i] = keccak256(abi.encode(CALL_TYPE, call.target, call.value, keccak256(call.data)));
        }
        return keccak256(
            abi.encode(
                BATCH_TYPE, batch.wallet, batch.nonce, batch.deadline, keccak256(abi.encodePacked(calls))
            )
        );
    }
}
