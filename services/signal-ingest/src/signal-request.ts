/** What a sender may ask for, checked field by field. */
import { money } from '@sluice/domain';
import { z } from 'zod';

/** Decimals travel as text; a JSON number is taken when its shortest writing is the same decimal. */
const decimal = (read: (text: string) => bigint, what: string) =>
  z
    .union([z.string().max(32), z.number()], { error: `must be a decimal, such as "0.5"` })
    .transform((value, context) => {
      try {
        const amount = read(String(value));
        if (amount > 0n) return amount;
      } catch {
        // The message below says what is wanted.
      }
      context.addIssue({ code: 'custom', message: `must be ${what}` });
      return z.NEVER;
    });

const name = z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

const instant = z.iso
  .datetime({ error: 'must be an ISO time in UTC, such as "2026-11-22T12:00:00.000Z"' })
  .transform((text) => new Date(text).toISOString());

export const SignalRequest = z.strictObject({
  source: name.optional(),
  externalId: name,
  strategyId: name,
  conditionId: z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hexadecimal digits'),
  tokenId: z.string().regex(/^\d{1,78}$/, 'must be the decimal id of an outcome token'),
  side: z.enum(['BUY', 'SELL'], { error: 'must be "BUY" or "SELL"' }),
  sizeUsd: decimal(money.usd, 'an amount of dollars above 0 with at most 6 decimals').transform(
    (amount) => amount as money.MicroUsd,
  ),
  limitPrice: decimal(money.price, 'a price above 0 and below 1 with at most 6 decimals').transform(
    (price) => price as money.Price,
  ),
  orderType: z
    .enum(['GTC', 'GTD', 'FOK', 'FAK'], { error: 'must be "GTC", "GTD", "FOK" or "FAK"' })
    .default('FAK'),
  reduceOnly: z.boolean({ error: 'must be true or false' }).default(false),
  observedAt: instant.optional(),
  expiresAt: instant.optional(),
  postOnly: z.boolean({ error: 'must be true or false' }).optional(),
});

export type SignalRequest = z.infer<typeof SignalRequest>;

export type Fault = { readonly field: string; readonly detail: string };

/** Every fault with its field, or the signal. */
export function readSignal(
  body: unknown,
): { readonly signal: SignalRequest } | { readonly faults: readonly Fault[] } {
  const parsed = SignalRequest.safeParse(body);
  if (parsed.success) {
    const faults = contradictions(parsed.data);
    return faults.length === 0 ? { signal: parsed.data } : { faults };
  }
  return {
    faults: parsed.error.issues.flatMap((issue): Fault[] => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({ field: key, detail: 'is not a field of a signal' }));
      }
      const field = issue.path.join('.');
      const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
      return [{ field: field || 'body', detail: missing ? 'is missing' : issue.message }];
    }),
  };
}

/** What must hold between fields, so that every signal is one that the venue can take. */
function contradictions({ orderType, expiresAt, postOnly }: SignalRequest): readonly Fault[] {
  const rests = orderType === 'GTC' || orderType === 'GTD';
  const faults: Fault[] = [];
  if (orderType === 'GTD' && expiresAt === undefined) {
    faults.push({ field: 'expiresAt', detail: 'must say when a GTD order ends' });
  }
  if (orderType !== 'GTD' && expiresAt !== undefined) {
    faults.push({ field: 'expiresAt', detail: `is for GTD orders; this one is ${orderType}` });
  }
  if (postOnly === true && !rests) {
    const detail = `is for GTC and GTD orders; this one is ${orderType}`;
    faults.push({ field: 'postOnly', detail });
  }
  return faults;
}
