// Where everything stands: the documented Polygon addresses and the paper venue's own accounts.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// The contracts are placed by code, without constructors, so what they know of each other is constant.
library VenueAddresses {
    address internal constant CONDITIONAL_TOKENS = 0x4D97DCd97eC945f40cF65F87097ACe5EA0476045;
    address internal constant USDC_E = 0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174;
    address internal constant PUSD = 0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB;
    address internal constant OPERATOR = 0x6D58073AeeB28068c5925D618DA9f4c4F35727b3;
    address internal constant FEE_RECEIVER = 0xC223B10ef31d74B74ac4931da23c76dfD154e43F;
}
