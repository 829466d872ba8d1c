/** Writes down who changed something through the admin API, and who was refused. */
import { ServiceUnavailableException } from '@nestjs/common';
import type {
  AdminCall,
  AdminCallOutcome,
  AdminCallRetention,
  AdminCallsTable,
  Log,
} from '@sluice/postgres';
import { statusCodeOn } from './answer-errors.js';
import { atMostAMinute } from './at-most-a-minute.js';
import type { Carrier, Entrance } from './entrance.js';
import type { Metrics } from './metrics.js';
import type { Caller } from './tokens.js';

export type RefusedCall = {
  readonly outcome: Exclude<AdminCallOutcome, 'allowed'>;
  readonly caller?: Caller;
  readonly statusCode: number;
};

/** Refused calls written down each minute: all of those without a known token, and of each caller. */
const REFUSED_PER_MINUTE_MAX = 60;
/** A call waits no longer than this for being written down. */
const RECORD_MS = 3_000;
export const RETENTION: AdminCallRetention = {
  daysMax: 400,
  allowedMax: 1_000_000,
  refusedMax: 100_000,
};

export class AdminCalls {
  #table: AdminCallsTable | undefined;
  readonly #running = new WeakMap<Carrier, string>();
  readonly #mayRecord = atMostAMinute(REFUSED_PER_MINUTE_MAX);

  constructor(
    private readonly metrics: Metrics,
    private readonly log: Pick<Log, 'warn'>,
    private readonly recordMs = RECORD_MS,
  ) {}

  /** From here on calls are written down; until then no command is let through. */
  open(table: AdminCallsTable): void {
    this.#table = table;
  }

  /** Resolves when the command stands in the table; throws 503 when that cannot be had. */
  async allow(entrance: Entrance, caller: Caller): Promise<void> {
    const detail = 'the call could not be recorded and was not carried out; see /health/ready';
    const refusal = new ServiceUnavailableException({ error: 'not_recorded', field: '', detail });
    try {
      const table = this.#table;
      if (table === undefined) throw new Error('the database is not connected yet');
      const adding = table.add(row(entrance, { outcome: 'allowed', caller, statusCode: null }));
      const onLate = (id: string) => table.end(id, statusCodeOn(entrance.transport, refusal));
      this.#running.set(entrance.carrier, await inTime(adding, this.recordMs, onLate));
    } catch (error) {
      this.#notRecorded(entrance, 'allowed', error);
      throw refusal;
    }
    this.metrics.adminCalls.inc({ transport: entrance.transport, outcome: 'allowed' });
  }

  /** Never throws and keeps nobody waiting: the caller is refused either way. */
  refuse(entrance: Entrance, refused: RefusedCall): void {
    const { outcome, caller } = refused;
    this.metrics.adminCalls.inc({ transport: entrance.transport, outcome });
    if (this.#table === undefined || !this.#mayRecord(`${outcome} ${caller?.name ?? ''}`)) {
      this.metrics.adminCallsUnrecorded.inc({ transport: entrance.transport, outcome });
      return;
    }
    this.#table
      .add(row(entrance, refused))
      .catch((error: unknown) => this.#notRecorded(entrance, outcome, error));
  }

  isRunning(carrier: Carrier): boolean {
    return this.#running.has(carrier);
  }

  /** Adds how a command ended. It was carried out, so a failure here only goes to the log. */
  end({ carrier, method }: Entrance, statusCode: number): void {
    const id = this.#running.get(carrier);
    if (id === undefined) return;
    this.#running.delete(carrier);
    this.#table?.end(id, statusCode).catch((error: unknown) => {
      this.log.warn({ method, id, error: String(error) }, 'the end of a call was not recorded');
    });
  }

  /** The newest first. Throws 503 while the database is not connected. */
  last(max: number): Promise<readonly AdminCall[]> {
    if (this.#table !== undefined) return this.#table.last(max);
    const detail = 'the service is starting and waits for what it needs; see /health/ready';
    throw new ServiceUnavailableException({ error: 'not_ready', field: '', detail });
  }

  #notRecorded({ transport, method }: Entrance, outcome: AdminCallOutcome, error: unknown): void {
    this.metrics.adminCallsUnrecorded.inc({ transport, outcome });
    this.log.warn({ method, outcome, error: String(error) }, 'a call could not be recorded');
  }
}

/** What is written down too late belongs to a call that was not carried out: `onLate` says so. */
async function inTime(
  adding: Promise<string>,
  timeoutMs: number,
  onLate: (id: string) => Promise<void>,
): Promise<string> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => {
      reject(new Error(`the table did not answer for ${timeoutMs} ms`));
      adding.then(onLate).catch(() => undefined);
    }, timeoutMs);
  });
  try {
    return await Promise.race([adding, tooLate]);
  } finally {
    clearTimeout(late);
  }
}

function row(
  { transport, method }: Entrance,
  said: {
    readonly outcome: AdminCallOutcome;
    readonly caller?: Caller;
    readonly statusCode: number | null;
  },
): Omit<AdminCall, 'id' | 'at'> {
  const { outcome, caller, statusCode } = said;
  const { name = null, role = null } = caller ?? {};
  return { caller: name, role, transport, method, outcome, statusCode };
}
