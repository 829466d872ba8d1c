/** Why an order was not taken, in the venue's own words. */

export type Refusal = {
  readonly kind: 'refused';
  readonly status: number;
  readonly error: string;
  /** What exactly was wrong, for the person who reads the answer; the real venue does not say. */
  readonly detail?: string;
};

/** What a refusal for lack of cover compared, in millionths. */
export type CoverSums = {
  readonly balance: bigint;
  readonly allowance: bigint;
  readonly matched: bigint;
  readonly active: bigint;
  readonly order: bigint;
};

export const refuse = (error: string, status = 400): Refusal => ({
  kind: 'refused',
  status,
  error,
});

export const refusals = {
  badPayload: (detail: string): Refusal => ({ ...refuse('Invalid order payload'), detail }),
  foreignOwner: () => refuse('the order owner has to be the owner of the API KEY'),
  foreignSigner: () => refuse('the order signer address has to be the address of the API KEY'),
  foreignWallet: () => refuse('maker address not allowed, please use the deposit wallet flow'),
  banned: (address: string) => refuse(`'${address}' address banned`),
  closedOnly: (address: string) => refuse(`'${address}' address in closed only mode`),
  badSignature: () => refuse('invalid signature'),
  wrongVersion: () => refuse('order_version_mismatch'),
  noBook: () => refuse('No orderbook exists for the requested token id', 404),
  duplicated: (id: string) => refuse(`order ${id} is invalid. Duplicated.`),
  offTick: (id: string, price: string, tick: string) =>
    refuse(`order ${id} is invalid. Price (${price}) breaks minimum tick size rule: ${tick}`),
  tooSmall: (id: string, size: string, min: string) =>
    refuse(`order ${id} is invalid. Size (${size}) lower than the minimum: ${min}`),
  tooCheap: (dollars: string) =>
    refuse(`invalid amount for a marketable BUY order ($${dollars}), min size: $1`),
  dust: () => refuse('invalid amounts, maker and taker amount must be higher than 0'),
  inexact: (orders: string, { maker, taker }: { readonly maker: number; readonly taker: number }) =>
    refuse(
      `invalid amounts, the ${orders} orders maker amount supports a max accuracy of ${maker} decimals, taker amount a max of ${taker} decimals`,
    ),
  badExpiration: () => refuse('invalid expiration'),
  postOnlyType: () => refuse('invalid post-only order: only GTC and GTD order types are allowed'),
  postOnlyCrosses: () => refuse('invalid post-only order: order crosses book'),
  notCovered: (sums?: CoverSums) => refuse(`${NOT_COVERED}${sums === undefined ? '' : said(sums)}`),
  notFullyFilled: () =>
    refuse("order couldn't be fully filled. FOK orders are fully filled or killed."),
  nothingToMatch: () =>
    refuse(
      'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
    ),
  full: () => refuse('could not insert order', 500),
} as const;

const NOT_COVERED = 'not enough balance / allowance';

const said = ({ balance, allowance, matched, active, order }: CoverSums): string => {
  const short = balance <= allowance ? 'balance' : 'allowance';
  const held = short === 'balance' ? balance : allowance;
  return `: the ${short} is not enough -> ${short}: ${held}, sum of matched orders: ${matched}, sum of active orders: ${active}, order amount: ${order}`;
};
