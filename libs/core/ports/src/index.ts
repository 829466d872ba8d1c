export * from './ledger.js';
export type { Balances, WalletBalance } from './balances.js';
export type { Quotes } from './quotes.js';
export * from './venue.js';
export type { ListedMarket, MarketData } from './market-data.js';
export type {
  ChainMarket,
  ChainWork,
  ReadResolutions,
  Redeemer,
  RedemptionSimulation,
  Refusal,
  RelayedTransaction,
  Relayer,
  Resolution,
  ResolutionReader,
  Sent,
  StandingApproval,
  Submission,
  Taking,
  TransactionOutcome,
  WalletCall,
} from './chain.js';
export type { ReadHints, ResolutionHint, ResolutionHints } from './resolution-hints.js';
export type { DeliveryOutcome, Page, PagerChannel } from './pager.js';
export { systemClock, type Clock } from './clock.js';
