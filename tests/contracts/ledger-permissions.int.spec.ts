/** The broker lets each service write its own streams only: approvals come from risk alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { subjectOf } from '@sluice/contracts';
import { money } from '@sluice/domain';
import { ledgerUsers, startNatsServer, type LedgerService, type NatsServer } from '@sluice/local';
import { connectBalances, connectLedger, connectQuotes, LEDGER_STREAM } from '@sluice/nats';
import {
  EMPTY,
  LedgerIntegrityError,
  LedgerUnavailableError,
  START,
  type Appending,
  type Ledger,
  type Recorded,
} from '@sluice/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stored, STRANGER, until } from './ledger.contract.js';

const PASSWORDS = {
  admin: 'of admin',
  'signal-ingest': 'of signal-ingest',
  risk: 'of risk',
  executor: 'of executor',
  redemption: 'of redemption',
  alerting: 'of alerting',
};

let server: NatsServer;
let storeDir: string;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'sluice-permissions-'));
  server = await startNatsServer({ name: 'solo', storeDir, users: ledgerUsers(PASSWORDS) });
  await ledgerOf('admin', true);
  const quotes = { servers: server.url, source: 'admin', password: PASSWORDS.admin, replicas: 1 };
  opened.push(await connectQuotes({ ...quotes, create: true }));
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await server?.stop();
  await rm(storeDir, { recursive: true, force: true });
}, 30_000);

async function ledgerOf(source: LedgerService | 'admin', create = false): Promise<Ledger> {
  const { url: servers, monitorUrl } = server;
  const password = PASSWORDS[source];
  const ledger = await connectLedger({
    servers,
    monitorUrl,
    source,
    password,
    replicas: 1,
    create,
  });
  opened.push(ledger);
  return ledger;
}

describe('the broker', () => {
  it("stores what risk writes about an account, and refuses the executor's forgery", async () => {
    const risk = await ledgerOf('risk');
    const executor = await ledgerOf('executor');
    await stored(risk, killing('account-1', 'risk'));
    const forgery = executor.append(killing('account-2', 'executor'));
    await expect(forgery).rejects.toThrow(LedgerIntegrityError);
    await expect(forgery).rejects.toThrow(/does not permit/);
    const batch = killing('account-3', 'executor');
    const several = executor.append({ ...batch, facts: [...batch.facts, ...batch.facts] });
    await expect(several).rejects.toThrow(/does not permit/);
    expect((await risk.load(accountStream('account-2'))).facts).toEqual([]);
    expect((await risk.load(accountStream('account-3'))).facts).toEqual([]);
  });

  it('lets every service load and follow', async () => {
    const services: readonly LedgerService[] = [
      'signal-ingest',
      'risk',
      'executor',
      'redemption',
      'alerting',
    ];
    for (const service of services) {
      const ledger = await ledgerOf(service);
      expect((await ledger.load(accountStream('account-1'))).version).toBe(1);
      const seen: Recorded[] = [];
      const onBatch = async (batch: readonly Recorded[]): Promise<void> => void seen.push(...batch);
      const follower = ledger.follow({ name: service, after: START, onBatch });
      await until(() => seen.length === 1);
      await follower.stop();
    }
  });

  it('lets signal-ingest publish quotes and executor read them', async () => {
    const [writer, reader] = await Promise.all(
      (['signal-ingest', 'executor'] as const).map((source) =>
        connectQuotes({ servers: server.url, source, password: PASSWORDS[source], replicas: 1 }),
      ),
    );
    if (writer === undefined || reader === undefined) throw new Error('no quotes');
    opened.push(writer, reader);
    await writer.publish({ tokenId: '7', bids: [], asks: [], at: '2026-11-22T10:00:00.000Z' });
    await until(() => reader.last('7') !== undefined);
  });

  it('lets the executor alone tell what a wallet has to spend', async () => {
    const connected = (['executor', 'risk', 'redemption'] as const).map((source) =>
      connectBalances({ servers: server.url, source, password: PASSWORDS[source] }),
    );
    const [executor, risk, stranger] = await Promise.all(connected);
    if (executor === undefined || risk === undefined || stranger === undefined) {
      throw new Error('no balances');
    }
    opened.push(executor, risk, stranger);
    const seen: bigint[] = [];
    risk.watch(({ freeUsd }) => void seen.push(freeUsd));
    const at = '2026-11-22T10:00:00.000Z';
    const telling = setInterval(() => {
      const balance = { accountId: 'account-1', at };
      void stranger.publish({ ...balance, freeUsd: money.usd('9') });
      void executor.publish({ ...balance, freeUsd: money.usd('1') });
    }, 10);
    await until(() => seen.length > 5);
    clearInterval(telling);
    expect(new Set(seen)).toEqual(new Set([money.usd('1')]));
  });

  it('lets no service change, purge or delete the ledger', async () => {
    for (const user of ['risk', 'executor', 'signal-ingest', 'redemption', 'alerting'] as const) {
      const connection = await connect({ servers: server.url, user, pass: PASSWORDS[user] });
      const { streams } = await jetstreamManager(connection, { checkAPI: false });
      await expect(streams.delete(LEDGER_STREAM)).rejects.toThrow(/permission/i);
      await expect(streams.purge(LEDGER_STREAM)).rejects.toThrow(/permission/i);
      await expect(streams.deleteMessage(LEDGER_STREAM, 1)).rejects.toThrow(/permission/i);
      await expect(streams.update(LEDGER_STREAM, {})).rejects.toThrow(/permission/i);
      await connection.close();
    }
  });

  it('turns away whoever has not the password', async () => {
    const connecting = { servers: server.url, source: 'risk', password: 'guessed', replicas: 1 };
    const connected = connectLedger({ ...connecting, connectTimeoutMs: 3_000 });
    await expect(connected).rejects.toThrow(LedgerUnavailableError);
  }, 15_000);

  // A broker does not check where an answer is asked to go, so a stranger's text can be made to
  // land on any subject. It is never read as a fact: the envelope names the stream it was for.
  it('lets nobody pass off a copied message as a fact of risk', async () => {
    const risk = await ledgerOf('risk');
    const after = (await risk.extent()).last;
    const pass = PASSWORDS.executor;
    const connection = await connect({ servers: server.url, user: 'executor', pass });
    const forged = headers();
    const victim = {
      ...STRANGER.headers,
      'ce-type': 'AccountKilled',
      'ce-subject': 'account.victim',
    };
    for (const [name, value] of Object.entries(victim)) forged.set(name, value);
    const payload = JSON.stringify({ accountId: 'victim', by: 'executor', why: 'forged' });
    await connection.request('evt.order.00.staged', payload, { headers: forged, timeout: 2_000 });
    const copy = JSON.stringify({ last_by_subj: 'evt.order.00.staged' });
    const reply = subjectOf(accountStream('victim'));
    connection.publish('$JS.API.DIRECT.GET.LEDGER', copy, { reply });
    await connection.flush();
    await connection.close();

    const seen: Recorded[] = [];
    const onBatch = async (batch: readonly Recorded[]): Promise<void> => void seen.push(...batch);
    const follower = risk.follow({ name: 'risk', after, onBatch });
    await expect(follower.done).rejects.toThrow(LedgerIntegrityError);
    expect(seen).toEqual([]);
  });
});

const accountStream = (id: string) => ({ aggregate: 'account', id, partitionKey: id }) as const;

const killing = (accountId: string, by: string): Appending => ({
  stream: accountStream(accountId),
  facts: [
    {
      type: 'AccountKilled',
      data: { accountId, by, why: 'a test', at: '2026-11-22T10:00:00.000Z' },
    },
  ],
  expected: { revision: EMPTY, version: 0 },
  causeId: `kill-${accountId}`,
  journeyId: '',
});
