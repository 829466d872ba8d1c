// An exchange: settles what the operator matched, all legs of a trade or none.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CompleteSets.sol';
import './OrderHashing.sol';

/// What one order gives and receives in a trade. `orderMakerAmount` is the whole order's makerAmount, the
/// largest uint248 where the operator does not know it.
struct Leg {
    bytes32 orderHash;
    address maker;
    uint8 side;
    uint256 tokenId;
    uint256 makerAmount;
    uint256 takerAmount;
    uint256 fee;
    uint248 orderMakerAmount;
    bytes32 builder;
    bytes32 metadata;
}

struct OrderStatus {
    bool filled;
    uint248 remaining;
}

/// Sums of a trade: shares in and out by outcome, money in and out.
struct Flow {
    uint256[2] sharesIn;
    uint256[2] sharesOut;
    uint256 moneyIn;
    uint256 moneyOut;
    uint256 fees;
}

abstract contract Exchange is CompleteSets, OrderHashing {
    event OrderFilled(
        bytes32 indexed orderHash,
        address indexed maker,
        address indexed taker,
        uint8 side,
        uint256 tokenId,
        uint256 makerAmountFilled,
        uint256 takerAmountFilled,
        uint256 fee,
        bytes32 builder,
        bytes32 metadata
    );
    event OrdersMatched(
        bytes32 indexed takerOrderHash,
        address indexed takerMaker,
        uint8 side,
        uint256 tokenId,
        uint256 makerAmountFilled,
        uint256 takerAmountFilled
    );
    event FeeCharged(address indexed receiver, uint256 amount);

    error OnlyOperator(address caller);
    error NoMakers();
    error UnknownToken(uint256 tokenId);
    error MismatchedTokenIds(uint256 tokenId, uint256 expectedOneOf, uint256 orOf);
    error FeeExceedsProceeds(bytes32 orderHash, uint256 fee, uint256 proceeds);
    error OrderAlreadyFilled(bytes32 orderHash);
    error MakingGtRemaining(bytes32 orderHash, uint256 remaining, uint256 making);
    error InsufficientCollateral(address wallet, uint256 balance, uint256 needed);
    error InsufficientCollateralAllowance(address wallet, uint256 allowance, uint256 needed);
    error InsufficientShares(address wallet, uint256 tokenId, uint256 balance, uint256 needed);
    error SharesNotApproved(address wallet);
    error UnbalancedShares(uint256[2] sharesIn, uint256[2] sharesOut);
    error UnbalancedCollateral(uint256 moneyIn, uint256 moneyOut);

    uint8 private constant BUY = 0;

    mapping(uint256 tokenId => bytes32) public conditionOf;
    mapping(bytes32 orderHash => OrderStatus) public orderStatus;

    modifier onlyOperator() {
        if (msg.sender != VenueAddresses.OPERATOR) revert OnlyOperator(msg.sender);
        _;
    }

    function getCollateral() external pure returns (address) {
        return address(PUSD);
    }

    /// Lets a prepared binary condition's two outcomes be traded.
    function register(bytes32 conditionId) external onlyOperator {
        require(_isBinary(conditionId), 'condition is not binary or not prepared');
        uint256[] memory ids = _positionIds(conditionId);
        conditionOf[ids[0]] = conditionId;
        conditionOf[ids[1]] = conditionId;
    }

    /// Opposite sides of one outcome change hands; two buyers of opposite outcomes have sets minted, two
    /// sellers have sets merged. The sums decide which, so mixtures settle too.
    function settle(Leg calldata taker, Leg[] calldata makers) external onlyOperator {
        if (makers.length == 0) revert NoMakers();
        bytes32 conditionId = conditionOf[taker.tokenId];
        if (conditionId == 0) revert UnknownToken(taker.tokenId);
        uint256[] memory ids = _positionIds(conditionId);

        Flow memory flow;
        _take(taker, ids, flow);
        for (uint256 i; i < makers.length; i++) _take(makers[i], ids, flow);
        _balance(conditionId, flow);
        _give(taker, makers.length == 1 ? makers[0].maker : address(this));
        for (uint256 i; i < makers.length; i++) _give(makers[i], taker.maker);

        if (flow.fees > 0) {
            PUSD.transfer(VenueAddresses.FEE_RECEIVER, flow.fees);
            emit FeeCharged(VenueAddresses.FEE_RECEIVER, flow.fees);
        }
        emit OrdersMatched(
            taker.orderHash, taker.maker, taker.side, taker.tokenId, taker.makerAmount, taker.takerAmount
        );
    }

    function _take(Leg calldata leg, uint256[] memory ids, Flow memory flow) private {
        if (leg.tokenId != ids[0] && leg.tokenId != ids[1]) {
            revert MismatchedTokenIds(leg.tokenId, ids[0], ids[1]);
        }
        uint256 outcome = leg.tokenId == ids[0] ? 0 : 1;
        _use(leg);
        flow.fees += leg.fee;
        if (leg.side == BUY) {
            flow.moneyIn += leg.makerAmount;
            flow.sharesOut[outcome] += leg.takerAmount;
            _takeMoney(leg.maker, leg.makerAmount + leg.fee);
        } else {
            if (leg.fee > leg.takerAmount) {
                revert FeeExceedsProceeds(leg.orderHash, leg.fee, leg.takerAmount);
            }
            flow.sharesIn[outcome] += leg.makerAmount;
            flow.moneyOut += leg.takerAmount;
            _takeShares(leg.maker, leg.tokenId, leg.makerAmount);
        }
    }

    /// Counts the fill against the order it belongs to.
    function _use(Leg calldata leg) private {
        OrderStatus storage status = orderStatus[leg.orderHash];
        if (status.filled) revert OrderAlreadyFilled(leg.orderHash);
        uint248 remaining = status.remaining == 0 ? leg.orderMakerAmount : status.remaining;
        if (leg.makerAmount > remaining) {
            revert MakingGtRemaining(leg.orderHash, remaining, leg.makerAmount);
        }
        status.remaining = remaining - uint248(leg.makerAmount);
        status.filled = status.remaining == 0;
    }

    function _takeMoney(address wallet, uint256 amount) private {
        uint256 balance = PUSD.balanceOf(wallet);
        if (balance < amount) revert InsufficientCollateral(wallet, balance, amount);
        uint256 allowed = PUSD.allowance(wallet, address(this));
        if (allowed < amount) revert InsufficientCollateralAllowance(wallet, allowed, amount);
        PUSD.transferFrom(wallet, address(this), amount);
    }

    function _takeShares(address wallet, uint256 tokenId, uint256 amount) private {
        uint256 balance = _tokens().balanceOf(wallet, tokenId);
        if (balance < amount) revert InsufficientShares(wallet, tokenId, balance, amount);
        if (!_tokens().isApprovedForAll(wallet, address(this))) revert SharesNotApproved(wallet);
        _tokens().safeTransferFrom(wallet, address(this), tokenId, amount, '');
    }

    /// Mints or merges complete sets until what came in is what goes out; anything left over is refused.
    function _balance(bytes32 conditionId, Flow memory flow) private {
        uint256[2] memory came = flow.sharesIn;
        uint256[2] memory goes = flow.sharesOut;
        if (came[0] + goes[1] != came[1] + goes[0]) revert UnbalancedShares(came, goes);
        uint256 minted = goes[0] > came[0] ? goes[0] - came[0] : 0;
        uint256 merged = came[0] > goes[0] ? came[0] - goes[0] : 0;
        if (flow.moneyIn + merged != flow.moneyOut + minted) {
            revert UnbalancedCollateral(flow.moneyIn + merged, flow.moneyOut + minted);
        }
        if (minted > 0) _split(conditionId, minted);
        if (merged > 0) _merge(conditionId, merged, address(this));
    }

    function _give(Leg calldata leg, address counterparty) private {
        if (leg.side == BUY) {
            _tokens().safeTransferFrom(address(this), leg.maker, leg.tokenId, leg.takerAmount, '');
        } else {
            PUSD.transfer(leg.maker, leg.takerAmount - leg.fee);
        }
        emit OrderFilled(
            leg.orderHash,
            leg.maker,
            counterparty,
            leg.side,
            leg.tokenId,
            leg.makerAmount,
            leg.takerAmount,
            leg.fee,
            leg.builder,
            leg.metadata
        );
    }
}
