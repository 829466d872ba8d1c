/** How the relayer can be made to fail: each kind for so many of the next occasions. */
import { z } from 'zod';

const SLOW_MS_MAX = 600_000;
const COUNT_MAX = 1_000;

export const RELAYER_TROUBLES = {
  answer_lost: 'POST /submit is taken and carried out, and its connection is reset',
  nonce_mismatch: 'POST /submit is refused with 400 "nonce mismatch"',
  wallet_busy: 'POST /submit is refused with 400 "wallet busy"',
  allow_list_refused: 'POST /submit is refused with 400 "not in the allowed list"',
  quota: 'POST /submit is refused with 429',
  failed: 'a taken request ends as STATE_FAILED without having been carried out',
  invalid: 'a taken request ends as STATE_INVALID without having been carried out',
  slow: 'a taken request waits ms longer as STATE_NEW before it is sent',
} as const;

export type RelayerTrouble = keyof typeof RELAYER_TROUBLES;

const kinds = Object.keys(RELAYER_TROUBLES) as [RelayerTrouble, ...RelayerTrouble[]];

export const armTrouble = z.strictObject({
  kind: z.enum(kinds),
  count: z.number().int().min(1).max(COUNT_MAX).default(1),
  /** How long `slow` is. */
  ms: z.number().int().min(1).max(SLOW_MS_MAX).default(5_000),
});

export type ArmedTrouble = z.output<typeof armTrouble>;

export type RelayerTroubles = {
  arm(trouble: ArmedTrouble): void;
  /** Uses one up; undefined when none of this kind is armed. */
  take(kind: RelayerTrouble): ArmedTrouble | undefined;
  armed(): readonly ArmedTrouble[];
  calm(): void;
};

export const createRelayerTroubles = (): RelayerTroubles => {
  let armed: readonly ArmedTrouble[] = [];
  return {
    arm: (trouble) => {
      armed = [...armed.filter(({ kind }) => kind !== trouble.kind), trouble];
    },
    take: (kind) => {
      const found = armed.find((one) => one.kind === kind);
      if (found === undefined) return undefined;
      armed = armed
        .map((one) => (one === found ? { ...one, count: one.count - 1 } : one))
        .filter(({ count }) => count > 0);
      return found;
    },
    armed: () => armed,
    calm: () => {
      armed = [];
    },
  };
};
