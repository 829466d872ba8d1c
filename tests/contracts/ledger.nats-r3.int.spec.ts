/** The ledger on three real brokers keeps its contract, and its word while leaders die and stall. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsCluster, type NatsCluster } from '@sluice/local';
import { connectLedger, LEDGER_STREAM } from '@sluice/nats';
import {
  EMPTY,
  LedgerUnavailableError,
  type Appending,
  type Ledger,
  type Position,
  type Recorded,
  type Revision,
  type StreamId,
} from '@sluice/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendingTo, ledgerContract, resolved, streamOf } from './ledger.contract.js';
import { ledgerOn, type Brokers } from './nats-ledgers.js';

const BROKERS = 3;
const WRITERS = 8;
const CALM_MS = 1_500;
const DOWN_MS = 3_000;
const STALL_MS = 4_000;
const RECOVERY_MAX_MS = 20_000;

let cluster: NatsCluster;
let storeDir: string;

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'sluice-ledger-r3-'));
  cluster = await startNatsCluster(BROKERS, { storeDir });
}, 60_000);
afterAll(async () => {
  await cluster?.stop();
  await rm(storeDir, { recursive: true, force: true });
}, 30_000);

const brokers = (): Brokers => ({
  servers: cluster.urls,
  monitorUrl: cluster.monitorUrls,
  replicas: BROKERS,
  stop: async () => undefined,
});

ledgerContract('the ledger on three brokers', () => ledgerOn(brokers()));

describe('the ledger while its leaders fail', () => {
  let ledger: Ledger;
  let operator: NatsConnection;
  const outcomes: Record<string, number> = {};

  beforeAll(async () => {
    operator = await connect({ servers: [...cluster.urls], maxReconnectAttempts: -1 });
    ledger = await connectLedger({
      servers: cluster.urls,
      monitorUrl: cluster.monitorUrls,
      replicas: BROKERS,
      source: 'test',
      create: true,
      onOutcome: (outcome) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1),
    });
  }, 60_000);
  afterAll(async () => {
    await ledger?.close();
    await operator?.close();
  }, 30_000);

  it('loses, doubles and reorders nothing when a leader is killed and another stalls', async () => {
    const { last } = await ledger.extent();
    const followed: Recorded[] = [];
    const onBatch = async (batch: readonly Recorded[]): Promise<void> =>
      void followed.push(...batch);
    const follower = ledger.follow({ name: 'witness', after: last, onBatch });
    const writers = Array.from({ length: WRITERS }, () => startWriter(ledger));
    const outages: Record<string, number> = {};

    await sleep(CALM_MS);
    const killed = await leader(operator);
    await cluster.server(killed).kill9();
    outages['killed'] = await recovered(writers);
    await sleep(DOWN_MS);
    await cluster.restart(killed);
    await sleep(CALM_MS);

    const stalled = cluster.server(await leader(operator));
    stalled.pause();
    const stall = sleep(STALL_MS).then(() => stalled.resume());
    outages['stalled'] = await recovered(writers);
    await stall;
    await sleep(CALM_MS);

    const written = await Promise.all(writers.map((writer) => writer.finish()));
    const total = written.flat().length;
    const end = Date.now() + RECOVERY_MAX_MS;
    while (followed.length < total && Date.now() < end) await sleep(20);
    await follower.stop();

    for (const [index, facts] of written.entries()) {
      const { stream } = writers[index] ?? { stream: streamOf() };
      expect((await ledger.load(stream)).facts).toEqual(facts);
      expect(facts.map(why)).toEqual(facts.map((_, n) => `write ${n + 1}`));
    }
    const positions = followed.map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, n) => last + 1 + n));
    expect(followed).toEqual(written.flat().sort((a, b) => a.position - b.position));
    expect(await everything(ledger, total)).toEqual(followed);
    process.stdout.write(`${JSON.stringify({ total, outcomes, outages })}\n`);
  }, 80_000);
});

type Writer = {
  readonly stream: StreamId;
  readonly count: () => number;
  finish(): Promise<readonly Recorded[]>;
};

/** Writes one fact after another, each until its fate is known. */
function startWriter(ledger: Ledger): Writer {
  const stream = streamOf();
  const written: Recorded[] = [];
  let finishing = false;
  const run = async (): Promise<void> => {
    while (!finishing) {
      const revision = (written.at(-1)?.position ?? EMPTY) as unknown as Revision;
      const fact = resolved(stream, `write ${written.length + 1}`);
      const call = appendingTo(stream, [fact], { revision, version: written.length });
      written.push(...(await insist(ledger, call)));
      await sleep(2);
    }
  };
  const running = run();
  return {
    stream,
    count: () => written.length,
    finish: async () => {
      finishing = true;
      await running;
      return written;
    },
  };
}

async function insist(ledger: Ledger, call: Appending): Promise<readonly Recorded[]> {
  for (;;) {
    try {
      const outcome = await ledger.append(call);
      if (outcome.kind === 'conflict') throw new Error(`a lone writer met a conflict`);
      return outcome.recorded;
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) throw error;
    }
  }
}

/** Waits until every writer has stored something new; answers after how many ms. */
async function recovered(writers: readonly Writer[]): Promise<number> {
  const start = Date.now();
  // What was under way at the fault may still be acknowledged; one more than that is recovery.
  const counts = writers.map((writer) => writer.count() + 1);
  while (writers.some((writer, index) => writer.count() <= (counts[index] ?? 0))) {
    if (Date.now() - start > RECOVERY_MAX_MS) throw new Error('writers did not recover');
    await sleep(10);
  }
  return Date.now() - start;
}

async function leader(operator: NatsConnection): Promise<string> {
  const manager = await jetstreamManager(operator, { checkAPI: false, timeout: 2_000 });
  for (const end = Date.now() + RECOVERY_MAX_MS; Date.now() < end; await sleep(100)) {
    const info = await manager.streams.info(LEDGER_STREAM).catch(() => undefined);
    if (info?.cluster?.leader) return info.cluster.leader;
  }
  throw new Error('the ledger has no leader');
}

/** The last `count` facts of the ledger, read anew. */
async function everything(ledger: Ledger, count: number): Promise<readonly Recorded[]> {
  const { last } = await ledger.extent();
  const seen: Recorded[] = [];
  const after = (last - count) as Position;
  const onBatch = async (batch: readonly Recorded[]): Promise<void> => void seen.push(...batch);
  const follower = ledger.follow({ name: 'auditor', after, onBatch });
  while (seen.length < count) await sleep(20);
  await follower.stop();
  return seen;
}

const why = (fact: Recorded): string => (fact.type === 'AlertResolved' ? fact.data.why : '');
