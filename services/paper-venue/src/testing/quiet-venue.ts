/** A venue of real parts without doors and without a clock that runs, for specs of what is inside. */
import { createHoldings } from '../accounts/holdings.js';
import { createStandings } from '../accounts/standing.js';
import { createDepositWallets } from '../accounts/wallets.js';
import { createApiKeys } from '../auth/api-keys.js';
import { createOtherKeys } from '../auth/other-keys.js';
import { createFaults } from '../faults/create-faults.js';
import { memoryJournal } from '../journal/journal.js';
import { createMarkets } from '../markets/market.js';
import { createOrders } from '../orders/order.js';
import { DEFAULT_RULES } from '../rules/venue-rules.js';
import { createTradingState } from '../trading-state/trading-state.js';
import { createTrades } from '../trades/trade.js';
import { createAnnouncements, type Venue } from '../venue.js';
import { createFakeVenueChain } from './fake-venue-chain.js';

export const createQuietVenue = (nowMs: () => number): Venue => {
  const journal = memoryJournal();
  const chain = createFakeVenueChain();
  return {
    chain,
    nowMs,
    rules: DEFAULT_RULES,
    keys: createApiKeys(journal),
    otherKeys: createOtherKeys(journal, nowMs),
    markets: createMarkets(journal),
    orders: createOrders(journal),
    trades: createTrades(journal),
    holdings: createHoldings(chain),
    depositWallets: createDepositWallets(journal),
    standings: createStandings(),
    trading: createTradingState(nowMs),
    announcements: createAnnouncements(),
    faults: createFaults(nowMs, () => undefined),
    settle: () => undefined,
    later: () => undefined,
    log: () => undefined,
  };
};
