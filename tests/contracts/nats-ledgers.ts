/** Ledgers on real brokers for the contract suite, and the operator's hand on their stream. */
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { connectLedger, LEDGER_STREAM, ledgerConfig, type LedgerConnecting } from '@sluice/nats';
import type { Ledger } from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendingTo, resolved, stored, STRANGER, streamOf } from './ledger.contract.js';
import type { LedgerUnderTest } from './ledger.contract.js';

const PLACING_TRIES_MAX = 40;
const PLACING_PAUSE_MS = 250;

export type Brokers = {
  readonly servers: readonly string[];
  readonly monitorUrl: readonly string[];
  readonly replicas: number;
  /** Ends the brokers after the suite. */
  readonly stop: () => Promise<void>;
};

export async function ledgerOn(brokers: Brokers): Promise<LedgerUnderTest> {
  const { servers, monitorUrl, replicas, stop } = brokers;
  const operator = await connect({ servers: [...servers], maxReconnectAttempts: -1 });
  const opened: Ledger[] = [];
  const open = async (asked: Partial<LedgerConnecting> = {}): Promise<Ledger> => {
    const connecting = { servers, monitorUrl, replicas, source: 'test', create: true, ...asked };
    const ledger = await connectLedger(connecting);
    opened.push(ledger);
    return ledger;
  };
  return {
    ledger: await open(),
    injectUnknownFact: () => publishStranger(operator),
    recreate: async () => {
      await remove(operator);
      return open();
    },
    beheaded: async () => {
      await remove(operator);
      await place(operator, replicas, 10);
      const ledger = await open({ create: false });
      const stream = streamOf();
      await stored(ledger, appendingTo(stream, [resolved(stream, 'late')]));
      return ledger;
    },
    close: async () => {
      await Promise.all(opened.map((ledger) => ledger.close()));
      await operator.close();
      await stop();
    },
  };
}

async function publishStranger(operator: NatsConnection): Promise<void> {
  const envelope = headers();
  for (const [name, value] of Object.entries(STRANGER.headers)) envelope.set(name, value);
  await operator.request(STRANGER.subject, STRANGER.payload, { headers: envelope, timeout: 5_000 });
}

async function remove(operator: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(operator);
  await manager.streams.delete(LEDGER_STREAM);
}

async function place(operator: NatsConnection, replicas: number, first: number): Promise<void> {
  const manager = await jetstreamManager(operator);
  let failure: unknown;
  for (let tries = 0; tries < PLACING_TRIES_MAX; tries += 1) {
    try {
      await manager.streams.add({ ...ledgerConfig(replicas), first_seq: first });
      return;
    } catch (error) {
      failure = error;
      await sleep(PLACING_PAUSE_MS);
    }
  }
  throw failure;
}
