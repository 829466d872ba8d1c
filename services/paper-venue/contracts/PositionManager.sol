// The positions of protocol v2: an ERC-1155 whose mints do not ask the receiver.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './VenueAddresses.sol';

/// Neither mints nor transfers call the receiver. An id is a condition's 31 bytes followed by the outcome.
contract PositionManager {
    event TransferSingle(
        address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value
    );
    event TransferBatch(
        address indexed operator,
        address indexed from,
        address indexed to,
        uint256[] ids,
        uint256[] values
    );
    event ApprovalForAll(address indexed account, address indexed operator, bool approved);

    error OnlyRouter(address caller);
    error NotApproved(address holder, address operator);
    error InsufficientBalance(address holder, uint256 id, uint256 balance, uint256 needed);

    mapping(address holder => mapping(uint256 id => uint256)) public balanceOf;
    mapping(address holder => mapping(address operator => bool)) public isApprovedForAll;

    modifier onlyRouter() {
        if (msg.sender != VenueAddresses.ROUTER) revert OnlyRouter(msg.sender);
        _;
    }

    modifier onlyFor(address holder) {
        if (holder != msg.sender && !isApprovedForAll[holder][msg.sender]) {
            revert NotApproved(holder, msg.sender);
        }
        _;
    }

    function balanceOfBatch(address[] calldata holders, uint256[] calldata ids)
        external view returns (uint256[] memory balances)
    {
        require(holders.length == ids.length, 'holders and ids differ in number');
        balances = new uint256[](ids.length);
        for (uint256 i; i < ids.length; i++) balances[i] = balanceOf[holders[i]][ids[i]];
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0x01ffc9a7 || interfaceId == 0xd9b67a26;
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes calldata)
        external onlyFor(from)
    {
        _take(from, id, amount);
        balanceOf[to][id] += amount;
        emit TransferSingle(msg.sender, from, to, id, amount);
    }

    function safeBatchTransferFrom(
        address from, address to, uint256[] calldata ids, uint256[] calldata amounts, bytes calldata
    ) external onlyFor(from) {
        require(ids.length == amounts.length, 'ids and amounts differ in number');
        for (uint256 i; i < ids.length; i++) {
            _take(from, ids[i], amounts[i]);
            balanceOf[to][ids[i]] += amounts[i];
        }
        emit TransferBatch(msg.sender, from, to, ids, amounts);
    }

    function mint(address to, uint256 id, uint256 amount) external onlyRouter {
        balanceOf[to][id] += amount;
        emit TransferSingle(msg.sender, address(0), to, id, amount);
    }

    function burn(address from, uint256 id, uint256 amount) external onlyRouter onlyFor(from) {
        _take(from, id, amount);
        emit TransferSingle(msg.sender, from, address(0), id, amount);
    }

    function _take(address from, uint256 id, uint256 amount) private {
        uint256 balance = balanceOf[from][id];
        if (balance < amount) revert InsufficientBalance(from, id, balance, amount);
        balanceOf[from][id] = balance - amount;
    }
}
