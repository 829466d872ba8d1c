// Complete sets of a binary condition: what turns pUSD into one of each outcome, and back.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './Tokens.sol';
import './VenueAddresses.sol';

abstract contract CompleteSets {
    IConditionalTokens internal constant CTF = IConditionalTokens(VenueAddresses.CONDITIONAL_TOKENS);
    IMoney internal constant USDC_E = IMoney(VenueAddresses.USDC_E);
    IWrappedMoney internal constant PUSD = IWrappedMoney(VenueAddresses.PUSD);

    /// Position ids are made of USDC.e, not pUSD; index 0 is YES, index 1 is NO.
    function _positionIds(bytes32 conditionId) internal view returns (uint256[] memory ids) {
        ids = new uint256[](2);
        ids[0] = CTF.getPositionId(address(USDC_E), CTF.getCollectionId(0, conditionId, 1));
        ids[1] = CTF.getPositionId(address(USDC_E), CTF.getCollectionId(0, conditionId, 2));
    }

    /// Both outcomes, as the index sets Conditional Tokens understand.
    function _bothOutcomes() internal pure returns (uint256[] memory indexSets) {
        indexSets = new uint256[](2);
        indexSets[0] = 1;
        indexSets[1] = 2;
    }

    /// Turns pUSD held here into complete sets held here.
    function _split(bytes32 conditionId, uint256 amount) internal {
        PUSD.unwrap(address(this), amount);
        USDC_E.approve(address(CTF), amount);
        CTF.splitPosition(address(USDC_E), 0, conditionId, _bothOutcomes(), amount);
    }

    /// Turns complete sets held here into pUSD for `to`.
    function _merge(bytes32 conditionId, uint256 amount, address to) internal {
        CTF.mergePositions(address(USDC_E), 0, conditionId, _bothOutcomes(), amount);
        _wrapAll(to);
    }

    /// Turns all USDC.e held here into pUSD for `to`.
    function _wrapAll(address to) internal {
        uint256 amount = USDC_E.balanceOf(address(this));
        USDC_E.approve(address(PUSD), amount);
        PUSD.wrap(to, amount);
    }

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
}
