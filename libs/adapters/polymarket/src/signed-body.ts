/** The stored text of a signed order: all that is needed to send it again after any restart. */
import { OrderType, type SignedOrder } from '@polymarket/clob-client-v2';
import type { Instant } from '@sluice/domain';
import { isAddress, isHex, type Address, type Hex } from 'viem';
import { z } from 'zod';
import { AlteredOrderError } from './errors.js';
import { orderHash } from './order-hash.js';

export type SignedBody = z.infer<typeof SignedBody>;

export const writeSignedBody = (body: SignedBody): string => JSON.stringify(body);

/** One sending asks for the same body several times, and hashing it is most of the work. */
const readBodies = new WeakMap<object, SignedBody>();

/** Throws AlteredOrderError unless these bytes are the order with this hash. */
export function readSignedBody(signed: {
  readonly orderHash: string;
  readonly signedBody: string;
}): SignedBody {
  const known = readBodies.get(signed);
  if (known !== undefined) return known;
  const body = readAnew(signed);
  readBodies.set(signed, body);
  return body;
}

function readAnew(signed: Parameters<typeof readSignedBody>[0]): SignedBody {
  const refuse = (found: string): AlteredOrderError =>
    new AlteredOrderError(`Could not send the order stored as ${signed.orderHash}: ${found}`);

  const parsed = SignedBody.safeParse(parseJson(signed.signedBody));
  if (!parsed.success) throw refuse('its stored body is not a signed order');
  const found = orderHash(parsed.data.order, parsed.data.domain);
  if (found.toLowerCase() !== signed.orderHash.toLowerCase()) {
    throw refuse(`its stored body has the hash ${found}`);
  }
  return parsed.data;
}

/** The official client's own shape of what it signed, to hand back to it unchanged. */
export function clientOrder({ order }: SignedBody): SignedOrder {
  return order as unknown as SignedOrder;
}

/** When a GTD order ends by itself, as it was signed; undefined for one without end. */
export function statedEndOf(signedBody: string): Instant | undefined {
  const read = SignedBody.safeParse(parseJson(signedBody));
  const endSeconds = read.success ? Number(read.data.order.expiration) : 0;
  return endSeconds > 0 ? new Date(endSeconds * 1_000).toISOString() : undefined;
}

const AddressText = z.string().refine((text): text is Address => isAddress(text));
const HexText = z.string().refine((text): text is Hex => isHex(text));
const Integer = z.string().regex(/^\d{1,78}$/);

/** Everything the client signed, in its own field names, and which exchange it was signed for. */
export const SignedBody = z.strictObject({
  order: z.strictObject({
    /** A JSON number on the wire, so below 2^53. */
    salt: Integer.refine((text) => BigInt(text) <= BigInt(Number.MAX_SAFE_INTEGER)),
    maker: AddressText,
    signer: AddressText,
    tokenId: Integer,
    makerAmount: Integer,
    takerAmount: Integer,
    side: z.enum(['BUY', 'SELL']),
    signatureType: z.int().min(0).max(3),
    metadata: HexText,
    builder: HexText,
    timestamp: Integer,
    expiration: Integer,
    signature: HexText,
  }),
  domain: z.strictObject({
    version: z.union([z.literal(2), z.literal(3)]),
    chainId: z.int().positive(),
    verifyingContract: AddressText,
  }),
  orderType: z.enum(OrderType),
  postOnly: z.boolean(),
  deferExec: z.boolean(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
