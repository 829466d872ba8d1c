/** The part of the command line that chooses the venue's rules. */
import { DEFAULT_RULES, SIGNER_TIERS, type SignerTier, type VenueRules } from './venue-rules.js';

export const RULE_FLAGS = {
  'taker-delay-ms': { type: 'string' },
  reserve: { type: 'string' },
  dialect: { type: 'string' },
  finished: { type: 'string' },
  'balance-text': { type: 'string' },
  decimals: { type: 'string' },
  'bare-wallets': { type: 'string' },
  'clock-tolerance': { type: 'string' },
  'rate-limit': { type: 'string' },
  tier: { type: 'string' },
  'data-lag-ms': { type: 'string' },
} as const;

export type RuleNumberFlag = 'taker-delay-ms' | 'clock-tolerance' | 'data-lag-ms';

type RuleValues = Readonly<Partial<Record<keyof typeof RULE_FLAGS, string | undefined>>>;

type ReadNumber = (
  name: RuleNumberFlag,
  bounds: { readonly min: number; readonly max: number },
) => number | undefined;

/** Throws an error that names the flag and what was found. */
export const readRules = (number: ReadNumber, values: RuleValues): Partial<VenueRules> => {
  const word = <T extends string>(
    name: keyof typeof RULE_FLAGS,
    words: Readonly<Record<string, T>>,
    otherwise: T,
  ): T => {
    const text = values[name];
    if (text === undefined) return otherwise;
    const found = words[text];
    if (found !== undefined) return found;
    throw new Error(`--${name} must be ${Object.keys(words).join(' or ')}, found "${text}"`);
  };
  const tiers = Object.fromEntries(
    Object.keys(SIGNER_TIERS).map((name) => [name, name as SignerTier]),
  );
  return {
    reservation: word('reserve', RESERVATIONS, DEFAULT_RULES.reservation),
    dialect: word('dialect', DIALECTS, DEFAULT_RULES.dialect),
    finishedOrders: word('finished', FINISHED, DEFAULT_RULES.finishedOrders),
    balanceText: word('balance-text', BALANCE_TEXTS, DEFAULT_RULES.balanceText),
    decimals: word('decimals', DECIMALS, DEFAULT_RULES.decimals),
    bareWallets: word('bare-wallets', BARE_WALLETS, DEFAULT_RULES.bareWallets),
    clockToleranceSeconds: number('clock-tolerance', { min: 1, max: 86_400 }) ?? null,
    takerDelayMs: number('taker-delay-ms', { min: 0, max: 120_000 }) ?? 0,
    signerLimit: {
      mode: word('rate-limit', LIMIT_MODES, DEFAULT_RULES.signerLimit.mode),
      tier: word('tier', tiers, DEFAULT_RULES.signerLimit.tier),
    },
    dataLagMs: number('data-lag-ms', { min: 0, max: 3_600_000 }) ?? 0,
  };
};

const RESERVATIONS = { global: 'global', 'per-market': 'per_market' } as const;
const DIALECTS = { plain: 'plain', prefixed: 'prefixed' } as const;
const FINISHED = { terminal: 'terminal', empty: 'empty' } as const;
const BALANCE_TEXTS = { plain: 'plain', detailed: 'detailed' } as const;
const DECIMALS = { 'by-tick': 'by_tick', flat: 'flat', any: 'any' } as const;
const BARE_WALLETS = { allowed: 'allowed', refused: 'refused' } as const;
const LIMIT_MODES = { off: 'off', warn: 'warn', enforce: 'enforce' } as const;
