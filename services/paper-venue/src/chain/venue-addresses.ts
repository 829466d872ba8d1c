/** Where the venue's contracts stand and which accounts act for the house, as on the Solidity side. */
import { mnemonicToAccount } from 'viem/accounts';
import type { Address } from './venue-chain.js';

/** The documented Polygon addresses (venue reference 6.1). */
export const CONDITIONAL_TOKENS: Address = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
export const USDC_E: Address = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';
export const PUSD: Address = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
export const COLLATERAL_ONRAMP: Address = '0x93070a847efEf7F70739046A929D47a521F5B8ee';
export const CTF_COLLATERAL_ADAPTER: Address = '0xAdA100Db00Ca00073811820692005400218FcE1f';
export const NEG_RISK_COLLATERAL_ADAPTER: Address = '0xadA2005600Dec949baf300f4C6120000bDB6eAab';
export const NEG_RISK_ADAPTER: Address = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296';
export const WRAPPED_COLLATERAL: Address = '0x3A3BD7bb9528E159577F7C2e685CC81A765002E2';
export const AUTO_REDEEMER: Address = '0xa1200000d0002264C9a1698e001292D00E1b00af';
export const ROUTER: Address = '0x12121212006e4CD160D18e3f00711DA5c3372600';
export const POSITION_MANAGER: Address = '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF';
export const CTF_EXCHANGE: Address = '0xE111180000d2663C0091e4f400237545B87B996B';
export const NEG_RISK_EXCHANGE: Address = '0xe2222d279d744050d28e00520010520000310F59';
export const EXCHANGE_V3: Address = '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa';

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
