/**
 * The wallet's key as the official client is given it: it signs, and remembers by the signature which
 * hash it signed. So what the client asked for is known without recovering it from the signature, which
 * takes several times as long as signing. Orders are hashed by our own arithmetic, a tenth of the time.
 */
import { hashTypedData, type Hex, type LocalAccount } from 'viem';
import { z } from 'zod';
import { orderHash } from './order-hash.js';

export type SigningAccount = {
  readonly account: LocalAccount;
  /** Undefined for what it did not sign, or long ago. */
  hashSignedAs(signature: string): Hex | undefined;
};

/** Asked for right after signing; kept for as many orders as may be signed at once. */
const REMEMBERED_MAX = 1_000;

/** Throws when the key cannot sign hashes; every key in memory can. */
export function signingAccount(key: LocalAccount): SigningAccount {
  const { sign } = key;
  if (sign === undefined) throw new TypeError('The key of this wallet cannot sign hashes');
  const signed = new Map<string, Hex>();
  const signTypedData: LocalAccount['signTypedData'] = async (data) => {
    const hash = hashOf(data as TypedData);
    const signature = await sign({ hash });
    const [oldest] = signed.keys();
    if (signed.size >= REMEMBERED_MAX && oldest !== undefined) signed.delete(oldest);
    signed.set(signature, hash);
    return signature;
  };
  return { account: { ...key, signTypedData }, hashSignedAs: (signature) => signed.get(signature) };
}

type TypedData = Parameters<typeof hashTypedData>[0];

function hashOf(data: TypedData): Hex {
  const read = PlainOrder.safeParse(data);
  if (!read.success) return hashTypedData(data);
  const { message, domain } = read.data;
  return orderHash({ ...message, side: message.side === '0' ? 'BUY' : 'SELL' }, domain);
}

const text = z.union([z.string(), z.number(), z.bigint()]).transform(String);
const hex = z.templateLiteral(['0x', z.string()]);
const field = (name: string, type: string) =>
  z.object({ name: z.literal(name), type: z.literal(type) });

/** An order of versions 2 and 3, field by field as the exchanges have it. */
const PlainOrder = z.object({
  primaryType: z.literal('Order'),
  types: z.object({
    Order: z.tuple([
      field('salt', 'uint256'),
      field('maker', 'address'),
      field('signer', 'address'),
      field('tokenId', 'uint256'),
      field('makerAmount', 'uint256'),
      field('takerAmount', 'uint256'),
      field('side', 'uint8'),
      field('signatureType', 'uint8'),
      field('timestamp', 'uint256'),
      field('metadata', 'bytes32'),
      field('builder', 'bytes32'),
    ]),
  }),
  domain: z.object({
    name: z.literal('Polymarket CTF Exchange'),
    version: z.enum(['2', '3']).transform((version) => (version === '2' ? 2 : 3)),
    chainId: z.union([z.number(), z.bigint()]).transform(Number),
    verifyingContract: hex,
  }),
  message: z.object({
    salt: text,
    maker: hex,
    signer: hex,
    tokenId: text,
    makerAmount: text,
    takerAmount: text,
    side: text.refine((side) => side === '0' || side === '1'),
    signatureType: z.union([z.number(), z.bigint(), z.string()]).transform(Number),
    timestamp: text,
    metadata: hex,
    builder: hex,
  }),
});
