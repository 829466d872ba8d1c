/** Every fact there is, from all streams. */
import type * as account from './account.js';
import type * as alert from './alert.js';
import type * as exit from './exit.js';
import type * as kill from './kill.js';
import type * as market from './market.js';
import type * as order from './order.js';
import type * as redemption from './redemption.js';
import type * as signal from './signal.js';
import type * as venueAccount from './venue-account.js';
import type * as walletAction from './wallet-action.js';

export type Fact =
  | account.Event
  | alert.Event
  | exit.Event
  | kill.Event
  | market.Event
  | order.Event
  | redemption.Event
  | signal.Event
  | venueAccount.Event
  | walletAction.Event;
