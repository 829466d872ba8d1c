// The two collateral adapters: one for standard markets, one for neg-risk markets.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import './CollateralAdapter.sol';
import './NegRiskSets.sol';
import './StandardSets.sol';

contract CtfCollateralAdapter is CollateralAdapter, StandardSets {}

contract NegRiskCtfCollateralAdapter is CollateralAdapter, NegRiskSets {}
