/** One thing that refuses every entry of a strategy, and how people read its numbers. */
import { money, type account, type Instant } from '@sluice/domain';

export type Obstacle = {
  /** What a refusal by it is called. */
  readonly code: account.RefusalCode;
  /** Whether it stops all strategies of the account. */
  readonly scope: 'account' | 'strategy';
  /** The middle of a sentence, with its numbers. */
  readonly why: string;
  /** Undefined where nobody knows. */
  readonly since: Instant | undefined;
  /** What ends it: "an operator resumes it". */
  readonly lifts: string;
  /** When it ends by itself, where that is known and nothing new happens. */
  readonly liftsAt: Instant | undefined;
};

/** Cents at least: "$12.40". */
export function dollars(amount: bigint): string {
  const [whole = '0', places = ''] = money.decimal(amount < 0n ? -amount : amount).split('.');
  return `${amount < 0n ? '-' : ''}$${whole}.${places.padEnd(2, '0')}`;
}

/** "7.5 %". */
export const percent = (ratio: bigint): string => `${money.decimal(ratio * 100n)} %`;

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();
