/** Where the venue's contracts stand and which accounts act for the house, as on the Solidity side. */
import { mnemonicToAccount } from 'viem/accounts';
import type { Address } from './venue-chain.js';

/** The documented Polygon addresses (venue reference 6.1). */
export const CONDITIONAL_TOKENS: Address = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
export const USDC_E: Address = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';
export const PUSD: Address = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
export const CTF_COLLATERAL_ADAPTER: Address = '0xAdA100Db00Ca00073811820692005400218FcE1f';
export const CTF_EXCHANGE: Address = '0xE111180000d2663C0091e4f400237545B87B996B';

/** The universally known development phrase: these keys hold play money on a private chain only. */
const DEVELOPMENT_PHRASE = 'test test test test test test test test test test test junk';

const developmentAccount = (addressIndex: number) =>
  mnemonicToAccount(DEVELOPMENT_PHRASE, { addressIndex });

/** Matches trades, mints USDC.e and is the oracle of every condition; VenueAddresses.sol names it. */
export const operator = developmentAccount(1000);

/** The counterparty of recorded resting orders. */
export const house = developmentAccount(1001);

/** Where taker fees go; VenueAddresses.sol names it. */
export const FEE_RECEIVER: Address = developmentAccount(1002).address;
