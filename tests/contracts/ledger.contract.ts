/** What every ledger promises, in memory or on brokers: the suite each implementation runs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnknownFactError } from '@sluice/contracts';
import type { Fact } from '@sluice/domain';
import {
  EMPTY,
  LedgerIntegrityError,
  START,
  type Appending,
  type Ledger,
  type Position,
  type Recorded,
  type Revision,
  type StreamId,
} from '@sluice/ports';

export type LedgerUnderTest = {
  readonly ledger: Ledger;
  /** Stores a fact of a kind this version does not know. */
  injectUnknownFact(): Promise<void>;
  /** Deletes the ledger and makes an empty one of the same name. */
  recreate(): Promise<Ledger>;
  /** A ledger whose first facts are missing, holding one. */
  beheaded(): Promise<Ledger>;
  close(): Promise<void>;
};

const RACERS = 20;
const WAIT_MS = 10_000;

export function ledgerContract(name: string, open: () => Promise<LedgerUnderTest>): void {
  describe(name, () => {
    let under: LedgerUnderTest;
    let ledger: Ledger;

    beforeAll(async () => {
      under = await open();
      ledger = under.ledger;
    }, 60_000);
    afterAll(async () => under?.close(), 30_000);

    it('numbers the facts of a stream from one and says where each stands', async () => {
      const stream = streamOf();
      const first = await stored(ledger, appendingTo(stream, [resolved(stream, 'first')]));
      const second = await stored(
        ledger,
        appendingTo(stream, [resolved(stream, 'second')], await ledger.load(stream)),
      );
      expect([first[0]?.version, second[0]?.version]).toEqual([1, 2]);
      expect(second[0]?.position).toBeGreaterThan(first[0]?.position ?? 0);

      const loaded = await ledger.load(stream);
      expect(loaded.facts).toEqual([...first, ...second]);
      expect(loaded).toMatchObject({ revision: second[0]?.position, version: 2 });
      expect(loaded.facts[0]).toMatchObject({
        type: 'AlertResolved',
        data: { alertId: stream.id, why: 'first' },
        stream: { aggregate: 'alert', id: stream.id },
        journeyId: 'journey-1',
        source: 'test',
      });
    });

    it('says of a stream nobody wrote to that it is empty', async () => {
      expect(await ledger.load(streamOf())).toEqual({ facts: [], revision: EMPTY, version: 0 });
    });

    it('loads what follows a revision, and still knows the version when nothing does', async () => {
      const stream = streamOf();
      const facts = ['a', 'b', 'c'].map((why) => resolved(stream, why));
      const [, second, third] = await stored(ledger, appendingTo(stream, facts));
      const tail = await ledger.load(stream, revisionOf(second));
      expect(tail.facts).toEqual([third]);
      expect(tail.version).toBe(3);
      expect(await ledger.load(stream, revisionOf(third))).toEqual({
        facts: [],
        revision: third?.position,
        version: 3,
      });
    });

    it('refuses to load after a revision that is not of the stream', async () => {
      const [stream, other] = [streamOf(), streamOf()];
      const [fact] = await stored(ledger, appendingTo(other, [resolved(other, 'elsewhere')]));
      await stored(ledger, appendingTo(stream, [resolved(stream, 'here')]));
      await expect(ledger.load(stream, revisionOf(fact))).rejects.toThrow(LedgerIntegrityError);
    });

    it('creates a stream once', async () => {
      const stream = streamOf();
      await stored(ledger, appendingTo(stream, [resolved(stream, 'first')]));
      const again = appendingTo(stream, [resolved(stream, 'again')]);
      expect(await ledger.append(again)).toEqual({ kind: 'conflict' });
      expect((await ledger.load(stream)).version).toBe(1);
    });

    it('refuses a writer that has not seen the newest fact, or expects one that is not', async () => {
      const stream = streamOf();
      await stored(ledger, appendingTo(stream, [resolved(stream, 'first')]));
      const seen = await ledger.load(stream);
      await stored(ledger, appendingTo(stream, [resolved(stream, 'second')], seen));
      const late = appendingTo(stream, [resolved(stream, 'late')], seen);
      expect(await ledger.append(late)).toEqual({ kind: 'conflict' });
      const ahead = { revision: (seen.revision + 100_000) as Revision, version: 9 };
      const eager = appendingTo(stream, [resolved(stream, 'eager')], ahead);
      expect(await ledger.append(eager)).toEqual({ kind: 'conflict' });
    });

    it('stores a repeated call once and answers what stands', async () => {
      const stream = streamOf();
      const call = appendingTo(stream, [resolved(stream, 'once')]);
      const first = await stored(ledger, call);
      expect(await stored(ledger, call)).toEqual(first);
      expect((await ledger.load(stream)).version).toBe(1);
    });

    it('recognises a repeated call after the stream has moved on', async () => {
      const stream = streamOf();
      const call = appendingTo(stream, [resolved(stream, 'once')]);
      const first = await stored(ledger, call);
      for (const why of ['more', 'and more']) {
        await stored(
          ledger,
          appendingTo(stream, [resolved(stream, why)], await ledger.load(stream)),
        );
      }
      expect(await stored(ledger, call)).toEqual(first);
      const seen = await ledger.load(stream);
      expect(await stored(ledger, { ...call, expected: seen })).toEqual(first);
      expect(await ledger.load(stream)).toEqual(seen);
    });

    it('asks a writer to decide again whose cause left other words it has not seen', async () => {
      const stream = streamOf();
      const call = appendingTo(stream, [resolved(stream, 'decided at nine')]);
      await stored(ledger, call);
      const redecided = { ...call, facts: [resolved(stream, 'decided at ten')] };
      expect(await ledger.append(redecided)).toEqual({ kind: 'conflict' });
    });

    it('stops when one cause would leave two different facts under one name', async () => {
      const stream = streamOf();
      const call = appendingTo(stream, [resolved(stream, 'first')]);
      await stored(ledger, call);
      const other = {
        ...call,
        facts: [resolved(stream, 'second')],
        expected: await ledger.load(stream),
      };
      await expect(ledger.append(other)).rejects.toThrow(LedgerIntegrityError);
    });

    it('stores several facts side by side', async () => {
      const stream = streamOf();
      const call = appendingTo(
        stream,
        ['a', 'b', 'c', 'd'].map((why) => resolved(stream, why)),
      );
      const facts = await stored(ledger, call);
      const first = facts[0]?.position ?? 0;
      expect(facts.map(({ position }) => position)).toEqual([0, 1, 2, 3].map((n) => first + n));
      expect(facts.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
      expect((await ledger.load(stream)).facts).toEqual(facts);
      expect(await stored(ledger, call)).toEqual(facts);

      await stored(ledger, appendingTo(stream, [resolved(stream, 'e')], await ledger.load(stream)));
      expect(await stored(ledger, call)).toEqual(facts);
      const seen = await ledger.load(stream);
      expect(await stored(ledger, { ...call, expected: seen })).toEqual(facts);
      expect((await ledger.load(stream)).version).toBe(5);
    });

    it('stores all of several facts or none', async () => {
      const stream = streamOf();
      await stored(ledger, appendingTo(stream, [resolved(stream, 'first')]));
      const { last } = await ledger.extent();
      const batch = appendingTo(
        stream,
        ['a', 'b', 'c'].map((why) => resolved(stream, why)),
      );
      expect(await ledger.append(batch)).toEqual({ kind: 'conflict' });
      const unreadable = { ...resolved(stream, 'b'), data: { alertId: stream.id } } as Fact;
      const broken = { ...batch, facts: [resolved(stream, 'a'), unreadable] };
      await expect(ledger.append(broken)).rejects.toThrow();
      await expect(ledger.append({ ...batch, facts: [] })).rejects.toThrow(RangeError);
      expect((await ledger.extent()).last).toBe(last);
    });

    it(`stores one fact when ${RACERS} make the same call at once`, async () => {
      const stream = streamOf();
      const call = appendingTo(stream, [resolved(stream, 'once')]);
      const all = await Promise.all(Array.from({ length: RACERS }, () => stored(ledger, call)));
      const { facts } = await ledger.load(stream);
      expect(facts).toHaveLength(1);
      for (const one of all) expect(one).toEqual(facts);
    });

    it(`lets exactly one of ${RACERS} different writers win`, async () => {
      const stream = streamOf();
      const outcomes = await Promise.all(
        Array.from({ length: RACERS }, (_, n) =>
          ledger.append(appendingTo(stream, [resolved(stream, `writer ${n}`)])),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(RACERS - 1);
      expect((await ledger.load(stream)).version).toBe(1);
    });

    it('delivers everything in order, without gaps, while facts are being appended', async () => {
      const before = (await ledger.extent()).last;
      const seen: Recorded[] = [];
      const follower = ledger.follow({
        name: 'reader',
        after: before,
        batchMax: 7,
        onBatch: async (batch) => {
          expect(batch.length).toBeLessThanOrEqual(7);
          seen.push(...batch);
        },
      });
      const appended = await Promise.all(Array.from({ length: 5 }, () => writeSome(ledger, 10)));
      await until(() => seen.length >= 50);
      await follower.stop();
      await follower.done;
      expect(seen.map(({ position }) => position)).toEqual(
        Array.from({ length: 50 }, (_, n) => before + 1 + n),
      );
      const inOrder = appended.flat().sort((a, b) => a.position - b.position);
      expect(seen).toEqual(inOrder);
    });

    it('resumes after a position', async () => {
      const [first, second, third] = await writeSome(ledger, 3);
      const seen: Recorded[] = [];
      const after = first?.position ?? START;
      const onBatch = async (batch: readonly Recorded[]): Promise<void> => void seen.push(...batch);
      const follower = ledger.follow({ name: 'resumed', after, onBatch });
      await until(() => seen.length >= 2);
      await follower.stop();
      expect(seen).toEqual([second, third]);
    });

    it('waits for a batch before it delivers the next', async () => {
      const after = (await ledger.extent()).last;
      await writeSome(ledger, 12);
      let running = 0;
      let delivered = 0;
      const onBatch = async (batch: readonly Recorded[]): Promise<void> => {
        expect((running += 1)).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        delivered += batch.length;
      };
      const follower = ledger.follow({ name: 'slow', after, batchMax: 3, onBatch });
      await until(() => delivered === 12);
      await follower.stop();
    });

    it('ends following with the error of whoever could not take a batch', async () => {
      const after = (await ledger.extent()).last;
      await writeSome(ledger, 1);
      const onBatch = (): Promise<void> => Promise.reject(new Error('no room'));
      await expect(ledger.follow({ name: 'failing', after, onBatch }).done).rejects.toThrow(
        'no room',
      );
    });

    it('stops a follower at a gap', async () => {
      const beheaded = await under.beheaded();
      const follower = beheaded.follow({
        name: 'gap',
        after: START,
        onBatch: async () => undefined,
      });
      await expect(follower.done).rejects.toThrow(LedgerIntegrityError);
      await beheaded.close();
      ledger = await under.recreate();
    }, 30_000);

    it('stops a follower that has read further than the ledger goes', async () => {
      const after = ((await ledger.extent()).last + 50) as Position;
      const follower = ledger.follow({ name: 'ahead', after, onBatch: async () => undefined });
      await expect(follower.done).rejects.toThrow(LedgerIntegrityError);
    }, 15_000);

    it('passes on what precedes an unknown fact, and stops there', async () => {
      const after = (await ledger.extent()).last;
      const known = await writeSome(ledger, 2);
      await under.injectUnknownFact();
      const seen: Recorded[] = [];
      const onBatch = async (batch: readonly Recorded[]): Promise<void> => void seen.push(...batch);
      const follower = ledger.follow({ name: 'older', after, onBatch });
      await expect(follower.done).rejects.toThrow(UnknownFactError);
      expect(seen).toEqual(known);
    });

    it('is another incarnation once it was made anew', async () => {
      const before = await ledger.extent();
      expect((await ledger.extent()).incarnation).toBe(before.incarnation);
      ledger = await under.recreate();
      const after = await ledger.extent();
      expect(after.incarnation).not.toBe(before.incarnation);
      expect(after.last).toBe(START);
    }, 30_000);
  });
}

/** A message as a newer version of Sluice might store it. */
export const STRANGER = {
  subject: 'evt.alert.00.stranger',
  headers: {
    'ce-id': 'stranger-1',
    'ce-type': 'FactOfTomorrow',
    'ce-source': 'test',
    'ce-time': '2026-11-22T10:00:00.000Z',
    'ce-specversion': '1.0',
    'ce-subject': 'alert.stranger',
    'ce-datacontenttype': 'application/json',
    'ce-causationid': 'test',
    'sluice-version': '1',
    'sluice-previous': '0',
  },
  payload: '{}',
} as const;

let streams = 0;
let causes = 0;
const run = process.pid.toString(36);

export function streamOf(): StreamId {
  const id = `contract-${run}-${(streams += 1)}`;
  return { aggregate: 'alert', id, partitionKey: id };
}

export const resolved = (stream: StreamId, why: string): Fact => ({
  type: 'AlertResolved',
  data: { alertId: stream.id, why, at: '2026-11-22T10:00:00.000Z' },
});

export const appendingTo = (
  stream: StreamId,
  facts: readonly Fact[],
  expected: Appending['expected'] = { revision: EMPTY, version: 0 },
): Appending => ({
  stream,
  facts,
  expected: { revision: expected.revision, version: expected.version },
  causeId: `cause-${run}-${(causes += 1)}`,
  journeyId: 'journey-1',
});

export async function stored(ledger: Ledger, appending: Appending): Promise<readonly Recorded[]> {
  const outcome = await ledger.append(appending);
  if (outcome.kind === 'conflict') throw new Error(`unexpected conflict on ${appending.stream.id}`);
  return outcome.recorded;
}

/** Facts one after another on one new stream. */
export async function writeSome(ledger: Ledger, count: number): Promise<readonly Recorded[]> {
  const stream = streamOf();
  const written: Recorded[] = [];
  for (let n = 1; n <= count; n += 1) {
    const revision = (written.at(-1)?.position ?? EMPTY) as unknown as Revision;
    const call = appendingTo(stream, [resolved(stream, `fact ${n}`)], { revision, version: n - 1 });
    written.push(...(await stored(ledger, call)));
  }
  return written;
}

export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${WAIT_MS} ms: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const revisionOf = (fact: Recorded | undefined): { readonly revision: Revision } => ({
  revision: (fact?.position ?? EMPTY) as unknown as Revision,
});
