// The core of neg-risk markets: many YES/NO questions of which at most one ends at YES.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './TokenReceiver.sol';
import './Tokens.sol';
import './VenueAddresses.sol';

/// A question's id is its market's id with the question's index in the last byte; its oracle is this contract.
contract NegRiskAdapter is TokenReceiver {
    event MarketPrepared(
        bytes32 indexed marketId, address indexed oracle, uint256 feeBips, bytes data
    );
    event QuestionPrepared(
        bytes32 indexed marketId, bytes32 indexed questionId, uint256 index, bytes data
    );
    event OutcomeReported(bytes32 indexed marketId, bytes32 indexed questionId, bool outcome);
    event PositionSplit(address indexed stakeholder, bytes32 indexed conditionId, uint256 amount);
    event PositionsMerge(address indexed stakeholder, bytes32 indexed conditionId, uint256 amount);
    event PositionsConverted(
        address indexed stakeholder, bytes32 indexed marketId, uint256 indexed indexSet, uint256 amount
    );
    event PayoutRedemption(
        address indexed redeemer, bytes32 indexed conditionId, uint256[] amounts, uint256 payout
    );

    error OnlyOracle();
    error MarketNotPrepared();
    error MarketAlreadyPrepared();
    error MarketAlreadyDetermined();
    error UnexpectedCollateralToken();
    error InvalidIndexSet();
    error NoConvertiblePositions();

    IConditionalTokens private constant CTF = IConditionalTokens(VenueAddresses.CONDITIONAL_TOKENS);
    IMoney private constant USDC_E = IMoney(VenueAddresses.USDC_E);
    IWrappedCollateral private constant WCOL = IWrappedCollateral(VenueAddresses.WRAPPED_COLLATERAL);
    /// Where given-up NO tokens end, so that what they stood for can be released.
    address private constant NO_TOKEN_BURN_ADDRESS =
        address(bytes20(bytes32(keccak256('NO_TOKEN_BURN_ADDRESS'))));

    struct Market {
        address oracle;
        uint8 questionCount;
        bool determined;
    }

    mapping(bytes32 marketId => Market) private _markets;

    function col() external pure returns (address) {
        return address(USDC_E);
    }

    function wcol() external pure returns (address) {
        return address(WCOL);
    }

    function ctf() external pure returns (address) {
        return address(CTF);
    }

    function getQuestionCount(bytes32 marketId) external view returns (uint256) {
        return _markets[marketId].questionCount;
    }

    function getDetermined(bytes32 marketId) external view returns (bool) {
        return _markets[marketId].determined;
    }

    function getMarketId(bytes32 questionId) public pure returns (bytes32) {
        return questionId & ~bytes32(uint256(255));
    }

    function getConditionId(bytes32 questionId) public view returns (bytes32) {
        return CTF.getConditionId(address(this), questionId, 2);
    }

    function getPositionId(bytes32 questionId, bool outcome) external view returns (uint256) {
        return _positionIds(getConditionId(questionId))[outcome ? 0 : 1];
    }

    /// Whoever prepares a market is its oracle.
    function prepareMarket(uint256 feeBips, bytes calldata data) external returns (bytes32 marketId) {
        marketId = getMarketId(keccak256(abi.encode(msg.sender, feeBips, data)));
        if (_markets[marketId].oracle != address(0)) revert MarketAlreadyPrepared();
        _markets[marketId].oracle = msg.sender;
        emit MarketPrepared(marketId, msg.sender, feeBips, data);
    }

    function prepareQuestion(bytes32 marketId, bytes calldata data)
        external returns (bytes32 questionId)
    {
        Market storage market = _ownMarket(marketId);
        uint256 index = market.questionCount++;
        questionId = marketId | bytes32(index);
        CTF.prepareCondition(address(this), questionId, 2);
        emit QuestionPrepared(marketId, questionId, index, data);
    }

    /// Only YES or NO, never half of each, and YES for one question of a market only.
    function reportOutcome(bytes32 questionId, bool outcome) external {
        bytes32 marketId = getMarketId(questionId);
        Market storage market = _ownMarket(marketId);
        if (outcome) {
            if (market.determined) revert MarketAlreadyDetermined();
            market.determined = true;
        }
        uint256[] memory payouts = new uint256[](2);
        payouts[outcome ? 0 : 1] = 1;
        CTF.reportPayouts(questionId, payouts);
        emit OutcomeReported(marketId, questionId, outcome);
    }

    function splitPosition(address collateral, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external
    {
        if (collateral != address(USDC_E)) revert UnexpectedCollateralToken();
        splitPosition(conditionId, amount);
    }

    function splitPosition(bytes32 conditionId, uint256 amount) public {
        USDC_E.transferFrom(msg.sender, address(this), amount);
        USDC_E.approve(address(WCOL), amount);
        WCOL.wrap(address(this), amount);
        _split(conditionId, amount);
        CTF.safeBatchTransferFrom(
            address(this), msg.sender, _positionIds(conditionId), _pair(amount, amount), ''
        );
        emit PositionSplit(msg.sender, conditionId, amount);
    }

    function mergePositions(address collateral, bytes32, bytes32 conditionId, uint256[] calldata, uint256 amount)
        external
    {
        if (collateral != address(USDC_E)) revert UnexpectedCollateralToken();
        mergePositions(conditionId, amount);
    }

    function mergePositions(bytes32 conditionId, uint256 amount) public {
        CTF.safeBatchTransferFrom(
            msg.sender, address(this), _positionIds(conditionId), _pair(amount, amount), ''
        );
        CTF.mergePositions(address(WCOL), 0, conditionId, _pair(1, 2), amount);
        WCOL.unwrap(msg.sender, amount);
        emit PositionsMerge(msg.sender, conditionId, amount);
    }

    /// Pulls so much YES and NO from the caller and pays USDC.e.
    function redeemPositions(bytes32 conditionId, uint256[] calldata amounts) external {
        CTF.safeBatchTransferFrom(
            msg.sender, address(this), _positionIds(conditionId), amounts, ''
        );
        CTF.redeemPositions(address(WCOL), 0, conditionId, _pair(1, 2));
        uint256 payout = WCOL.balanceOf(address(this));
        if (payout > 0) WCOL.unwrap(msg.sender, payout);
        emit PayoutRedemption(msg.sender, conditionId, amounts, payout);
    }

    /// NO of every question in the set becomes YES of every other, and a dollar for each NO beyond the first.
    function convertPositions(bytes32 marketId, uint256 indexSet, uint256 amount) external {
        uint256 count = _markets[marketId].questionCount;
        if (count == 0) revert MarketNotPrepared();
        if (count < 2) revert NoConvertiblePositions();
        if (indexSet == 0 || indexSet >> count != 0) revert InvalidIndexSet();
        uint256 given;
        for (uint256 index; index < count; index++) {
            uint256[] memory ids = _positionIds(getConditionId(marketId | bytes32(index)));
            if (indexSet & (1 << index) != 0) {
                given++;
                CTF.safeTransferFrom(msg.sender, NO_TOKEN_BURN_ADDRESS, ids[1], amount, '');
            } else {
                WCOL.mint(amount);
                _split(getConditionId(marketId | bytes32(index)), amount);
                CTF.safeTransferFrom(address(this), NO_TOKEN_BURN_ADDRESS, ids[1], amount, '');
                CTF.safeTransferFrom(address(this), msg.sender, ids[0], amount, '');
            }
        }
        if (given > 1) WCOL.release(msg.sender, (given - 1) * amount);
        emit PositionsConverted(msg.sender, marketId, indexSet, amount);
    }

    function _ownMarket(bytes32 marketId) private view returns (Market storage market) {
        market = _markets[marketId];
        if (market.oracle == address(0)) revert MarketNotPrepared();
        if (market.oracle != msg.sender) revert OnlyOracle();
    }

    function _split(bytes32 conditionId, uint256 amount) private {
        WCOL.approve(address(CTF), amount);
        CTF.splitPosition(address(WCOL), 0, conditionId, _pair(1, 2), amount);
    }

    function _positionIds(bytes32 conditionId) private view returns (uint256[] memory) {
        return _pair(
            CTF.getPositionId(address(WCOL), CTF.getCollectionId(0, conditionId, 1)),
            CTF.getPositionId(address(WCOL), CTF.getCollectionId(0, conditionId, 2))
        );
    }

    function _pair(uint256 first, uint256 second) private pure returns (uint256[] memory pair) {
        pair = new uint256[](2);
        pair[0] = first;
        pair[1] = second;
    }
}
