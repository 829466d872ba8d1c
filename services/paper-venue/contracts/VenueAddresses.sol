// Where everything stands: the documented Polygon addresses and the paper venue's own accounts.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The contracts are placed by code, without constructors, so what they know of each other is constant.
library VenueAddresses {
    address internal constant CONDITIONAL_TOKENS = 0x4D97DCd97eC945f40cF65F87097ACe5EA0476045;
    address internal constant USDC_E = 0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174;
    address internal constant PUSD = 0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB;
    address internal constant COLLATERAL_ONRAMP = 0x93070a847efEf7F70739046A929D47a521F5B8ee;
    address internal constant NEG_RISK_ADAPTER = 0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296;
    address internal constant WRAPPED_COLLATERAL = 0x3A3BD7bb9528E159577F7C2e685CC81A765002E2;
    address internal constant ROUTER = 0x12121212006e4CD160D18e3f00711DA5c3372600;
    address internal constant POSITION_MANAGER = 0x006F54F7f9A22e0000CC2AB60031000000ae9fEF;
    address internal constant OPERATOR = 0x6D58073AeeB28068c5925D618DA9f4c4F35727b3;
    address internal constant FEE_RECEIVER = 0xC223B10ef31d74B74ac4931da23c76dfD154e43F;
}
