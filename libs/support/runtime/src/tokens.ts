/** The bearer tokens of a service, as JSON in its environment: who they name and what for. */
import { z } from 'zod';

export type Role = 'viewer' | 'operator' | 'admin' | 'signals';
export type Caller = { readonly name: string; readonly role: Role };
export type Token = Caller & { readonly token: string };

const Tokens = z.array(
  z.object({
    token: z.string().min(16, 'a token has at least 16 characters'),
    name: z.string().min(1),
    role: z.enum(['viewer', 'operator', 'admin', 'signals']),
  }),
);

/** The tokens, or what is wrong with each; a fault never repeats what was given. */
export function readTokens(
  json: string,
): { readonly tokens: readonly Token[] } | { readonly faults: readonly string[] } {
  const parsed = Tokens.safeParse(parseJson(json));
  if (parsed.success) return { tokens: parsed.data };
  return {
    faults: parsed.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    ),
  };
}

/** For a service's configuration: says of a faulty list what is wrong with it, entry by entry. */
export const tokensJson = z.string().superRefine((json, context) => {
  const read = readTokens(json);
  if ('tokens' in read) return;
  for (const message of read.faults) context.addIssue({ code: 'custom', message });
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
