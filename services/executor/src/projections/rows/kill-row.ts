/** One kill as it stands in its table, and how what was done about it changes it. */
import type { account, kill } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import type { RowShape } from '@sluice/postgres';

export type KillRow = {
  /** The id of the fact that killed. */
  readonly kill_id: string;
  readonly account_id: string;
  /** Empty when the whole account was killed. */
  readonly strategy_id: string;
  /** Where it stands on the ledger; also the order of pages. */
  readonly position: string;
  readonly killed_by: string;
  readonly why: string;
  readonly flatten: boolean;
  readonly killed_at: Date | string;
  readonly sweeps: number;
  readonly cancelled: number;
  readonly still_open: number;
  readonly in_doubt: number;
  readonly last_swept_at: Date | string | null;
  readonly verified_at: Date | string | null;
  readonly took_ms: string | null;
  readonly unverified_at: Date | string | null;
  readonly unverified_detail: string | null;
  /** When it was released, or another kill of the same took its place. */
  readonly ended_at: Date | string | null;
  readonly ended_by: string | null;
};

export const killed = ({
  id,
  position,
  data,
}: Recorded<account.AccountKilled | account.StrategyKilled>): KillRow => ({
  kill_id: id,
  account_id: data.accountId,
  strategy_id: 'strategyId' in data ? data.strategyId : '',
  position: String(position),
  killed_by: data.by,
  why: data.why,
  flatten: data.flatten ?? false,
  killed_at: data.at,
  sweeps: 0,
  cancelled: 0,
  still_open: 0,
  in_doubt: 0,
  last_swept_at: null,
  verified_at: null,
  took_ms: null,
  unverified_at: null,
  unverified_detail: null,
  ended_at: null,
  ended_by: null,
});

export function sweptOrProven(row: KillRow, { type, data }: kill.Event): KillRow {
  switch (type) {
    case 'KillSwept':
      return {
        ...row,
        sweeps: data.sweep,
        cancelled: row.cancelled + data.cancelled,
        still_open: data.stillOpen,
        in_doubt: data.inDoubt,
        last_swept_at: data.at,
      };
    case 'KillVerified':
      return { ...row, verified_at: data.at, took_ms: String(data.tookMs) };
    case 'KillUnverified':
      return { ...row, unverified_at: data.at, unverified_detail: data.detail };
  }
}

export const KILL_SHAPE: RowShape<keyof KillRow> = {
  table: 'kills',
  key: ['kill_id'],
  columns: {
    kill_id: 'text',
    account_id: 'text',
    strategy_id: 'text',
    position: 'bigint',
    killed_by: 'text',
    why: 'text',
    flatten: 'boolean',
    killed_at: 'timestamptz',
    sweeps: 'integer',
    cancelled: 'integer',
    still_open: 'integer',
    in_doubt: 'integer',
    last_swept_at: 'timestamptz',
    verified_at: 'timestamptz',
    took_ms: 'bigint',
    unverified_at: 'timestamptz',
    unverified_detail: 'text',
    ended_at: 'timestamptz',
    ended_by: 'text',
  },
};
