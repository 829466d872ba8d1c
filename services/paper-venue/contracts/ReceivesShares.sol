// What a wallet must answer so that Conditional Tokens may be sent to it.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

abstract contract ReceivesShares {
    receive() external payable {}

    function onERC1155Received(address, address, uint256, uint256, bytes calldata)
        external pure returns (bytes4)
    {
        return this.onERC1155Received.selector;
    }

    function onERC1155BatchReceived(
        address, address, uint256[] calldata, uint256[] calldata, bytes calldata
    ) external pure returns (bytes4) {
        return this.onERC1155BatchReceived.selector;
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == 0x01ffc9a7 || interfaceId == 0x4e2312e0;
    }

    /// Calls, and fails with the callee's own words.
    function _callOrRevert(address target, uint256 value, bytes calldata callData)
        internal returns (bytes memory)
    {
        (bool success, bytes memory answer) = target.call{value: value}(callData);
        if (!success) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }
}
