/** The program as a person runs it: what it reads, what it writes, and how it ends. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runTape } from './run-tape.js';
import * as tape from './testing/tape-lines.js';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const file = (name: string): string => readFileSync(join(ROOT, 'tests', 'tapes', name), 'utf8');

const begin = [tape.strategy(), tape.rules(), tape.quote()];
const never = (): Readable => new Readable({ read: () => undefined });

describe('the sample tape', () => {
  it('gives exactly the decisions that stand beside it', async () => {
    const { code, told, complaint } = await tape.runTapeOn(file('sample.jsonl'));
    expect({ code, complaint }).toStrictEqual({ code: 0, complaint: '' });
    expect(told.map((one) => `${JSON.stringify(one)}\n`).join('')).toBe(
      file('sample.decisions.jsonl'),
    );
  });

  it('gives the same decisions however it arrives', async () => {
    const bytes = Buffer.from(file('sample.jsonl'));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    const { told } = await tape.runTapeOn(Readable.from(pieces));
    expect(told).toStrictEqual((await tape.runTapeOn(file('sample.jsonl'))).told);
  });
});

describe('a tape with a malformed line', () => {
  it('ends there with code 2, its line and its field, and all that was decided before', async () => {
    const text = `${tape.textOf([...begin, tape.signal('1')])}\n${tape.textOf([
      tape.signal('2', { sizeUsd: 20 }),
      tape.signal('3'),
    ])}`;
    const { code, told, complaint } = await tape.runTapeOn(text);
    expect(code).toBe(2);
    expect(tape.wordsOf(told)).toStrictEqual(['s rules_set', '1 approved']);
    expect(complaint).toMatch(/^line 6: field sizeUsd: must be a decimal .*, was 20\n$/);
  });

  it('names every fault of that line, and none after it', async () => {
    const { complaint } = await tape.runTapeOn('{"type":"tick","a":1,"b":2}\n{');
    expect(complaint.split('\n').map((one) => one.split(': ').slice(0, 2))).toStrictEqual([
      ['line 1', 'field at'],
      ['line 1', 'field a'],
      ['line 1', 'field b'],
      [''],
    ]);
  });

  it('ends although more would come', async () => {
    const stdin = never();
    stdin.push('{}\n');
    const { code } = await tape.runTapeOn(stdin);
    expect({ code, destroyed: stdin.destroyed }).toStrictEqual({ code: 2, destroyed: true });
  });

  it.each([
    ['is too long', `{"type":"${'x'.repeat(1_000_000)}"}`],
    ['is no text', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('says so where the line %s', async (_, bad) => {
    const { code, complaint } = await tape.runTapeOn(Readable.from([bad]));
    expect(code).toBe(2);
    expect(complaint).toBe('line 1: must be UTF-8 text of at most 1000000 bytes\n');
  });
});

describe('the streams of a tape', () => {
  it('tell each decision as soon as its line was read', async () => {
    const stdin = never();
    const stdout = new PassThrough();
    const ended = runTape([], { stdin, stdout, stderr: new PassThrough() });
    stdin.push(tape.textOf([tape.strategy(), tape.rules()]));
    await sleep(20);
    expect(String(stdout.read())).toContain('"rules_set"');
    stdin.push(null);
    expect(await ended).toBe(0);
  });

  it('wait while nobody reads', async () => {
    let read = 0;
    function* endless() {
      yield tape.textOf(begin);
      for (; read < 1_000; read += 1) yield tape.textOf([tape.signal(String(read))]);
    }
    const stdin = Readable.from(endless(), { highWaterMark: 1 });
    const stdout = new PassThrough({ highWaterMark: 4_000 });
    const ended = runTape([], { stdin, stdout, stderr: new PassThrough() });
    await sleep(50);
    expect(read).toBeLessThan(20);
    stdout.resume();
    expect(await ended).toBe(0);
    expect(read).toBe(1_000);
  });

  it('end quietly when nobody reads any more', async () => {
    const stdin = never();
    stdin.push(tape.textOf([tape.strategy(), tape.rules()]));
    const stdout = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const stderr = new PassThrough();
    const ended = runTape([], { stdin, stdout, stderr });
    await sleep(20);
    stdin.push(tape.textOf([tape.rules({ max_latency_ms: 1 })]));
    expect(await ended).toBe(0);
    expect({ said: stderr.read() as unknown, destroyed: stdin.destroyed }).toStrictEqual({
      said: null,
      destroyed: true,
    });
  });

  it('say what else went wrong with the output', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(new Error('no space left')),
    });
    const stdin = Readable.from([tape.textOf([tape.strategy(), tape.rules()])]);
    const ended = runTape([], { stdin, stdout, stderr: new PassThrough() });
    await expect(ended).rejects.toThrow('no space left');
  });
});

describe('the options of a tape', () => {
  it('are helped with', async () => {
    const stdout = new PassThrough();
    const code = await runTape(['--help'], { stdin: never(), stdout, stderr: new PassThrough() });
    expect(code).toBe(0);
    expect(String(stdout.read())).toContain('npm run --silent risk:tape');
  });

  it.each([[['--rulez', 'x']], [['tape.jsonl']], [['--rules']]])(
    'are refused when they are unknown: %p',
    async (args) => {
      const { code, complaint, told } = await tape.runTapeOn('', args);
      expect({ code, told }).toStrictEqual({ code: 2, told: [] });
      expect(complaint).toContain('--rules <file>');
    },
  );
});

describe('a file of rules for a tape', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-tape-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const written = (text: string): string => {
    const path = join(folder, 'rules.yaml');
    writeFileSync(path, text);
    return path;
  };
  const limited = 'defaults: { max_position_size_usd: 10 }\nstrategies: { t: { fixed_usd: 5 } }';
  const both = [
    tape.strategy(),
    tape.strategy({ strategyId: 't' }),
    ...[tape.quote(), tape.signal('1'), tape.signal('2', { strategyId: 't' })],
  ];

  it('sets the rules of a strategy when it is registered', async () => {
    expect(tape.wordsOf(await tape.toldBy(both, ['--rules', written(limited)]))).toStrictEqual([
      's rules_set',
      't rules_set',
      '1 position_too_large',
      '2 approved',
    ]);
  });

  it('gives way to the rules of the tape', async () => {
    const lines = [tape.strategy(), tape.rules(), tape.quote(), tape.signal('1')];
    expect(tape.wordsOf(await tape.toldBy(lines, ['--rules', written(limited)]))).toStrictEqual([
      's rules_set',
      's rules_set',
      '1 approved',
    ]);
  });

  it('is refused as a whole before a line is read', async () => {
    const path = written('defaults: { max_latency_ms: 0, max_drawdwn_pct: 0.1 }');
    const { code, told, complaint } = await tape.runTapeOn(never(), ['--rules', path]);
    expect({ code, told }).toStrictEqual({ code: 2, told: [] });
    expect(complaint.replaceAll(path, 'rules.yaml')).toBe(
      'rules.yaml: field defaults.max_latency_ms: must be a whole number from 1 to 86400000, was 0\n' +
        'rules.yaml: field defaults.max_drawdwn_pct: is no column of the risk rules; ' +
        'the nearest is max_drawdown_pct\n',
    );
  });

  it('is refused when it is not there', async () => {
    const path = join(folder, 'nowhere.yaml');
    const { code, complaint } = await tape.runTapeOn('', ['--rules', path]);
    expect(code).toBe(2);
    expect(complaint).toContain('nowhere.yaml: ENOENT');
  });

  it('says at the end which of its strategies never came: their names may be mistyped', async () => {
    const path = written('strategies: { s: {}, tt: {}, uu: {} }');
    const { code, complaint } = await tape.runTapeOn(tape.textOf(both), ['--rules', path]);
    expect(code).toBe(0);
    expect(complaint.replaceAll(path, 'rules.yaml')).toBe(
      'rules.yaml: no line registered tt, uu\n',
    );
  });
});
