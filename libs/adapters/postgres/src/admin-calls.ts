/** The calls to a service's admin API that could change something or were refused. */
import type { DataSource } from 'typeorm';

export type AdminCallOutcome = 'allowed' | 'unauthenticated' | 'forbidden';

export type AdminCall = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The name that goes with the caller's token; null when nobody was known by it. */
  readonly caller: string | null;
  readonly role: string | null;
  readonly transport: 'http' | 'grpc';
  /** The route or the gRPC method, as the service declares it: nothing the caller wrote. */
  readonly method: string;
  readonly outcome: AdminCallOutcome;
  /** Of HTTP or of gRPC; null while the call runs, and for ever when its end was not seen. */
  readonly statusCode: number | null;
};

export type AdminCallRetention = {
  readonly daysMax: number;
  readonly allowedMax: number;
  /** Counted apart, so that nobody can push out what was done by being refused often enough. */
  readonly refusedMax: number;
};

export type AdminCallsTable = {
  /** Writes a call down and returns its id. */
  add(call: Omit<AdminCall, 'id' | 'at'>): Promise<string>;
  /** Adds how an allowed call ended. */
  end(id: string, statusCode: number): Promise<void>;
  /** The newest first. */
  last(max: number): Promise<readonly AdminCall[]>;
  /** Deletes what need not be kept; returns how many. */
  trim(retention: AdminCallRetention): Promise<number>;
};

/** The table `admin_calls` of the service's schema. */
export function adminCallsIn(dataSource: DataSource): AdminCallsTable {
  return {
    add: async ({ caller, role, transport, method, outcome, statusCode }) => {
      const [row] = await dataSource.query<readonly { id: string }[]>(
        `insert into admin_calls (caller, role, transport, method, outcome, status_code)
         values ($1, $2, $3, $4, $5, $6) returning id`,
        [caller, role, transport, method, outcome, statusCode],
      );
      if (row === undefined) throw new Error(`No row came back for the admin call ${method}`);
      return row.id;
    },
    end: async (id, statusCode) => {
      await dataSource.query('update admin_calls set status_code = $2 where id = $1', [
        id,
        statusCode,
      ]);
    },
    last: async (max) => {
      const rows = await dataSource.query<readonly Row[]>(
        `select id, at, caller, role, transport, method, outcome, status_code
         from admin_calls order by id desc limit $1`,
        [max],
      );
      return rows.map(({ at, status_code, ...row }) => ({
        ...row,
        at: at.toISOString(),
        statusCode: status_code,
      }));
    },
    trim: async ({ daysMax, allowedMax, refusedMax }) => {
      const [, count] = await dataSource.query<readonly [unknown, number]>(
        `delete from admin_calls
         where at < now() - $1::integer * interval '1 day'
            or outcome = 'allowed' and id <= (
                 select id from admin_calls where outcome = 'allowed'
                 order by id desc offset $2 limit 1)
            or outcome <> 'allowed' and id <= (
                 select id from admin_calls where outcome <> 'allowed'
                 order by id desc offset $3 limit 1)`,
        [daysMax, allowedMax, refusedMax],
      );
      return count;
    },
  };
}

type Row = Omit<AdminCall, 'at' | 'statusCode'> & {
  readonly at: Date;
  readonly status_code: number | null;
};
