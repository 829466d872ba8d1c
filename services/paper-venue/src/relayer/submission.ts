/** What an owner asks the relayer to send, as its client writes it; one shape for each kind of wallet. */
import { getAddress } from 'viem';
import { z } from 'zod';
import type { Address, Hex } from '../chain/venue-chain.js';

const CALLS_MAX = 100;
const METADATA_LENGTH_MAX = 500;

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
  .transform((text): Address => getAddress(text));
const bytes = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/, 'not bytes')
  .transform((text) => text as Hex);
const signature = bytes.refine((text) => text.length === 132, 'not 65 bytes');
/** Whole numbers travel as decimal text. */
const amount = z
  .string()
  .regex(/^\d{1,78}$/, 'not a whole number')
  .transform(BigInt);
const metadata = z.string().max(METADATA_LENGTH_MAX).default('');

const signedBy = { from: address, signature };

const safe = z.object({
  type: z.literal('SAFE'),
  ...signedBy,
  to: address,
  proxyWallet: address,
  data: bytes,
  nonce: amount,
  value: amount.default(0n),
  metadata,
  signatureParams: z.object({
    gasPrice: amount,
    operation: z.enum(['0', '1']).transform(Number),
    safeTxnGas: amount,
    baseGas: amount,
    gasToken: address,
    refundReceiver: address,
  }),
});

const safeCreate = z.object({
  type: z.literal('SAFE-CREATE'),
  ...signedBy,
  to: address,
  proxyWallet: address,
  metadata,
  signatureParams: z.object({
    paymentToken: address,
    payment: amount,
    paymentReceiver: address,
  }),
});

const proxy = z.object({
  type: z.literal('PROXY'),
  ...signedBy,
  to: address,
  proxyWallet: address,
  data: bytes,
  nonce: amount,
  metadata,
  signatureParams: z.object({
    gasPrice: amount,
    gasLimit: amount,
    relayerFee: amount,
    relayHub: address,
    relay: address,
  }),
});

const wallet = z.object({
  type: z.literal('WALLET'),
  ...signedBy,
  to: address,
  nonce: amount,
  metadata,
  depositWalletParams: z.object({
    depositWallet: address,
    /** Unix seconds. */
    deadline: amount,
    calls: z
      .array(z.object({ target: address, value: amount, data: bytes }))
      .min(1)
      .max(CALLS_MAX),
  }),
});

const walletCreate = z.object({
  type: z.literal('WALLET-CREATE'),
  from: address,
  to: address,
  metadata,
});

export const submission = z.discriminatedUnion('type', [
  safe,
  safeCreate,
  proxy,
  wallet,
  walletCreate,
]);

export type Submission = z.output<typeof submission>;
export type SafeSubmission = z.output<typeof safe>;
export type SafeCreation = z.output<typeof safeCreate>;
export type ProxySubmission = z.output<typeof proxy>;
export type WalletSubmission = z.output<typeof wallet>;

/** One thing a wallet is asked to do. */
export type InnerCall = { readonly target: Address; readonly data: Hex };
