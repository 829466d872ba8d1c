/** Signs an approved order without sending it, and checks that what was signed is what was approved. */
import { OrderType, Side, type ClobClient, type SignedOrder } from '@polymarket/clob-client-v2';
import { epochMs, money, type order } from '@sluice/domain';
import type { OrderTicket } from '@sluice/ports';
import { recoverAddress } from 'viem';
import { toClientNumber } from './decimals.js';
import { depositWalletDigest, keyPartOf } from './deposit-wallet-signature.js';
import { SignedOtherwiseError, UnsignableOrderError } from './errors.js';
import type { KeptTerms } from './kept-terms.js';
import type { MarketTerms } from './market-terms.js';
import { limitAmounts, marketAmounts, onGrid, type OrderAmounts } from './order-amounts.js';
import { domainOf, orderHash, type OrderDomain } from './order-hash.js';
import { SignedBody, writeSignedBody } from './signed-body.js';
import type { ExchangeContracts } from './venue-contracts.js';

export type SignOrderContext = {
  readonly client: Pick<ClobClient, 'createOrder' | 'createMarketOrder'>;
  readonly terms: Pick<KeptTerms, 'of'>;
  /** Which hash the wallet's key put this signature to, where that is known. */
  readonly hashSignedAs?: (signature: string) => string | undefined;
  readonly chainId: number;
  readonly exchanges: ExchangeContracts;
  /** How long a GTD order rests, from the moment of signing, when its ticket names no end. */
  readonly restingTimeMs: number;
  readonly now: () => string;
};

/**
 * The hash is the venue's future id for the order. Throws UnsignableOrderError when the market does
 * not take the order as approved, SignedOtherwiseError when the client signed anything else, and what
 * reading the market's terms throws. Signing again makes another order.
 */
export async function signOrder(
  context: SignOrderContext,
  ticket: OrderTicket,
): Promise<order.SignedOrder> {
  refuseOddFlags(ticket, context.now());
  const terms = await context.terms.of(ticket.conditionId);
  if (terms === undefined) throw unsignable(ticket, 'the venue does not know its market');
  const amounts = amountsOf(ticket, terms);
  const signed = await letClientSign(context, { ticket, terms });
  const body = checkedBody(signed, ticket);
  const domain = domainOf({ version: terms.orderVersion, negRisk: terms.negRisk }, context);
  const hash = orderHash(body, domain);
  await refuseOther(context, { ticket, amounts, body, hash, domain });

  const { orderType, limitPrice } = ticket;
  const clientType = OrderType[orderType];
  const flags = { orderType: clientType, postOnly: ticket.postOnly ?? false, deferExec: false };
  return {
    orderType,
    limitPrice,
    shares: (ticket.side === 'BUY'
      ? amounts.takerAmount
      : amounts.makerAmount) as money.MicroShares,
    ...amounts,
    orderHash: hash,
    signedBody: writeSignedBody({ order: body, domain, ...flags }),
  };
}

/**
 * What the order gives and must get. A market BUY is stated in dollars; it may not spend more than
 * the approved shares at the limit, because no more is reserved.
 */
export function amountsOf(
  ticket: Pick<
    OrderTicket,
    'side' | 'orderType' | 'limitPrice' | 'shares' | 'sizeUsd' | 'tokenId' | 'signalId'
  >,
  terms: MarketTerms,
): OrderAmounts {
  if (!terms.outcomes.some(({ tokenId }) => tokenId === ticket.tokenId)) {
    throw unsignable(ticket, `its token is none of market ${terms.conditionId}`);
  }
  const { side, limitPrice: price, shares } = ticket;
  if (!onGrid(price, terms.tick)) {
    const found = `${money.decimal(price)} is off the market's grid of ${terms.tick}`;
    throw unsignable(ticket, found);
  }
  const amounts = isImmediate(ticket)
    ? marketAmounts({ side, price, amount: immediateAmount(ticket) }, terms.tick)
    : limitAmounts({ side, price, shares }, terms.tick);
  if (amounts.makerAmount <= 0n || amounts.takerAmount <= 0n) {
    throw unsignable(ticket, 'nothing is left of it in hundredths');
  }
  return amounts;
}

type Sized = Pick<OrderTicket, 'side' | 'orderType' | 'limitPrice' | 'shares' | 'sizeUsd'>;

const isImmediate = ({ orderType }: Sized): boolean => orderType === 'FOK' || orderType === 'FAK';

/** In millionths, cut to hundredths as the venue states amounts: dollars for BUY, shares for SELL. */
function immediateAmount({ side, shares, limitPrice, sizeUsd }: Sized): bigint {
  if (side === 'SELL') return money.floorTo(shares, HUNDREDTH);
  const atLimit = money.cost(shares, limitPrice);
  return money.floorTo(atLimit < sizeUsd ? atLimit : sizeUsd, HUNDREDTH);
}

async function letClientSign(
  context: SignOrderContext,
  { ticket, terms }: { readonly ticket: OrderTicket; readonly terms: MarketTerms },
): Promise<SignedOrder> {
  const { client } = context;
  const options = { tickSize: terms.tick, negRisk: terms.negRisk, version: terms.orderVersion };
  const tokenID = ticket.tokenId;
  const side = Side[ticket.side];
  const price = toClientNumber(ticket.limitPrice);
  if (isImmediate(ticket)) {
    const orderType = ticket.orderType === 'FOK' ? OrderType.FOK : OrderType.FAK;
    const amount = toClientNumber(immediateAmount(ticket));
    return client.createMarketOrder({ tokenID, side, price, amount, orderType }, options);
  }
  const size = toClientNumber(money.floorTo(ticket.shares, HUNDREDTH));
  const expiration =
    ticket.orderType === 'GTD' ? { expiration: expirationOf(context, ticket) } : {};
  return client.createOrder({ tokenID, side, price, size, ...expiration }, options);
}

/** In unix seconds, stated so much later that the venue drops the order when it shall be gone. */
function expirationOf(
  { now, restingTimeMs }: SignOrderContext,
  { expiresAt }: Pick<OrderTicket, 'expiresAt'>,
): number {
  const goneBySeconds =
    expiresAt === undefined
      ? Math.ceil((epochMs(now()) + restingTimeMs) / 1000)
      : Math.floor(epochMs(expiresAt) / 1000);
  return goneBySeconds + DROPPED_EARLY_SECONDS;
}

/** The venue would refuse these, or take them for something else. */
function refuseOddFlags(ticket: OrderTicket, now: string): void {
  const { orderType, postOnly, expiresAt } = ticket;
  if (postOnly === true && isImmediate(ticket)) {
    throw unsignable(ticket, `a ${orderType} order cannot be post-only`);
  }
  if (expiresAt !== undefined && orderType !== 'GTD') {
    throw unsignable(ticket, `a ${orderType} order does not expire`);
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    throw unsignable(ticket, `it expired at ${expiresAt}`);
  }
}

function checkedBody(signed: SignedOrder, { signalId }: OrderTicket): SignedBody['order'] {
  const read = SignedBody.shape.order.safeParse(signed);
  if (read.success) return read.data;
  const found = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new SignedOtherwiseError(
    `Could not use the client's order for signal ${signalId}: unexpected ${found}`,
  );
}

async function refuseOther(
  { hashSignedAs }: Pick<SignOrderContext, 'hashSignedAs'>,
  made: {
    readonly ticket: OrderTicket;
    readonly amounts: OrderAmounts;
    readonly body: SignedBody['order'];
    readonly hash: `0x${string}`;
    readonly domain: OrderDomain;
  },
): Promise<void> {
  const { ticket, amounts, body, hash, domain } = made;
  const refuse = (found: string): SignedOtherwiseError =>
    new SignedOtherwiseError(`Could not accept the signature for ${ticket.signalId}: ${found}`);

  const { makerAmount, takerAmount } = amounts;
  if (body.tokenId !== ticket.tokenId || body.side !== ticket.side) {
    throw refuse(`the client signed ${body.side} of ${body.tokenId}`);
  }
  if (body.makerAmount !== String(makerAmount) || body.takerAmount !== String(takerAmount)) {
    const signed = `${body.makerAmount} for ${body.takerAmount}`;
    throw refuse(`the client signed ${signed} instead of ${makerAmount} for ${takerAmount}`);
  }
  const otherExchange = 'the client signed it for another exchange';
  if (body.signatureType === DEPOSIT_WALLET) {
    const byKey = keyPartOf(body.signature, body, domain);
    if (byKey === undefined) throw refuse(otherExchange);
    // Whose key that is, the order does not say; the account that signed remembers it.
    const signed = hashSignedAs?.(byKey);
    if (signed === undefined || signed === depositWalletDigest(body, domain)) return;
    throw refuse('the client signed it for another wallet');
  }
  const signed = hashSignedAs?.(body.signature);
  const isOurs =
    signed === undefined
      ? (await recoverAddress({ hash, signature: body.signature })) === body.signer
      : signed === hash;
  if (!isOurs) throw refuse(otherExchange);
}

function unsignable({ signalId }: { readonly signalId: string }, found: string): Error {
  return new UnsignableOrderError(`Could not sign the order of signal ${signalId}: ${found}`);
}

const HUNDREDTH = 10_000n;
/** The venue drops a GTD order this long before the stated expiration. */
const DROPPED_EARLY_SECONDS = 60;
const DEPOSIT_WALLET = 3;
