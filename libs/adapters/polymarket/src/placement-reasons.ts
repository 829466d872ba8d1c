/** What the venue's refusals of an order prove. Source: the venue's error table, autumn 2026. */

/** The venue holds the order and matches it a little later. */
export const isDelay = (reason: string): boolean =>
  /order match delayed|ORDER_DELAYED/i.test(reason);

/** What we believe of the market is out of date: its grid moved, or its protocol changed. */
export const doubtsTerms = (reason: string): boolean =>
  /minimum tick size|MIN_TICK_SIZE|MIN_SIZE|lower than the minimum|version_mismatch|order version/i.test(
    reason,
  );

/** A market just listed: the venue refuses now what it takes a little later. */
export const isNotReady = (reason: string): boolean =>
  /^the market is not yet ready to process new orders|MARKET_NOT_READY/i.test(reason);

/** The venue gave up half-way, or has seen the order before: it may be live, filled or gone. */
export const leavesDoubt = (reason: string): boolean => DOUBTFUL.test(reason);

const DOUBTFUL = new RegExp(
  [
    'duplicated',
    'INVALID_ORDER_DUPLICATED',
    'delay',
    'context canceled',
    'could not insert',
    'could not run',
    'timed out',
    'timeout',
    'EXECUTION_ERROR',
    'internal',
  ].join('|'),
  'i',
);

/** Said with any status, these prove that the order was not taken and never will be. */
export const provesRefusal = (reason: string): boolean => NOT_TAKEN.test(reason);

const NOT_TAKEN = new RegExp(
  [
    '^there are no matching orders',
    'FOK orders are f(illed|ully filled) or killed',
    'FAK orders are partially filled or killed',
    '^the trade contains rounding issues',
    "^the price of the taker's order has a discrepancy",
    '^Unauthorized/Invalid api key',
    'address banned',
    'in closed only mode',
  ].join('|'),
  'i',
);
