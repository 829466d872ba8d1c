/** The body of POST /order, read field by field. */
import { getAddress } from 'viem';
import { z } from 'zod';
import type { SignedOrder } from '../auth/order-typed-data.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import type { OrderType } from '../matching/place-in-book.js';
import { refusals, type Refusal } from './refusal.js';

export type OrderRequest = {
  readonly signed: SignedOrder;
  readonly owner: string;
  readonly orderType: OrderType;
  readonly postOnly: boolean;
  readonly expiration: number;
};

export const readOrderRequest = (body: unknown): OrderRequest | Refusal => {
  if (isFirstVersion(body)) return refusals.wrongVersion();
  const read = orderRequest.safeParse(body);
  if (!read.success) return refusals.badPayload(firstIssue(read.error));
  const { order, owner, orderType, postOnly } = read.data;
  const { expiration, ...signed } = order;
  return { signed, owner, orderType, postOnly, expiration };
};

/** Names the field and what was wrong with it. */
export const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'body'}: ${issue.message}`;
};

const UINT256_MAX = 2n ** 256n;

const uint = z
  .string()
  .regex(/^\d{1,78}$/, 'not a decimal integer')
  .transform(BigInt)
  .refine((value) => value < UINT256_MAX, 'does not fit 256 bits');

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
  .transform((text): Address => getAddress(text));

const hex = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern, 'not hex of the right length')
    .transform((text) => text as Hex);

const orderRequest = z.object({
  deferExec: z.boolean().default(false),
  postOnly: z.boolean().default(false),
  owner: z.string().min(1).max(100),
  orderType: z.enum(['GTC', 'GTD', 'FOK', 'FAK']),
  order: z.object({
    salt: z.number().int().nonnegative().transform(BigInt),
    maker: address,
    signer: address,
    tokenId: uint.transform(String),
    makerAmount: uint,
    takerAmount: uint,
    side: z.enum(['BUY', 'SELL']),
    signatureType: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    timestamp: uint,
    expiration: z
      .string()
      .regex(/^\d{1,12}$/, 'not unix seconds')
      .transform(Number),
    metadata: hex(/^0x[0-9a-fA-F]{64}$/),
    builder: hex(/^0x[0-9a-fA-F]{64}$/),
    signature: hex(/^0x(?:[0-9a-fA-F]{2}){65,2000}$/),
  }),
});

/** Only the first version's order carries a nonce and a fee rate. */
const isFirstVersion = (body: unknown): boolean =>
  z.object({ order: z.object({ nonce: z.unknown(), feeRateBps: z.string() }) }).safeParse(body)
    .success;
