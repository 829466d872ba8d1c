// Complete sets of a binary condition: what turns pUSD into one of each outcome, and back.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './TokenReceiver.sol';
import './Tokens.sol';
import './VenueAddresses.sol';

/// What standard, neg-risk and protocol-v2 markets have in common; index 0 is YES, index 1 is NO.
abstract contract CompleteSets is TokenReceiver {
    IConditionalTokens internal constant CTF = IConditionalTokens(VenueAddresses.CONDITIONAL_TOKENS);
    IMoney internal constant USDC_E = IMoney(VenueAddresses.USDC_E);
    IWrappedMoney internal constant PUSD = IWrappedMoney(VenueAddresses.PUSD);

    /// Where the outcome tokens are kept.
    function _tokens() internal pure virtual returns (IOutcomeTokens);

    function _isBinary(bytes32 conditionId) internal view virtual returns (bool);

    function _positionIds(bytes32 conditionId) internal view virtual returns (uint256[] memory ids);

    /// Turns pUSD held here into complete sets held here.
    function _split(bytes32 conditionId, uint256 amount) internal virtual;

    /// Turns complete sets held here into pUSD for `to`.
    function _merge(bytes32 conditionId, uint256 amount, address to) internal virtual;

    /// Turns the outcome tokens held here into what they pay, as pUSD for `to`.
    function _redeem(bytes32 conditionId, uint256[] memory amounts, address to) internal virtual;

    function _idsOf(address collateral, bytes32 conditionId) internal view returns (uint256[] memory ids) {
        ids = new uint256[](2);
        ids[0] = CTF.getPositionId(collateral, CTF.getCollectionId(0, conditionId, 1));
        ids[1] = CTF.getPositionId(collateral, CTF.getCollectionId(0, conditionId, 2));
    }

    /// Both outcomes, as the index sets Conditional Tokens understand.
    function _bothOutcomes() internal pure returns (uint256[] memory indexSets) {
        indexSets = new uint256[](2);
        indexSets[0] = 1;
        indexSets[1] = 2;
    }

    function _twice(uint256 amount) internal pure returns (uint256[] memory amounts) {
        amounts = new uint256[](2);
        amounts[0] = amount;
        amounts[1] = amount;
    }

    /// Turns all USDC.e held here into pUSD for `to`.
    function _wrapAll(address to) internal {
        uint256 amount = USDC_E.balanceOf(address(this));
        USDC_E.approve(address(PUSD), amount);
        PUSD.wrap(to, amount);
    }
}
