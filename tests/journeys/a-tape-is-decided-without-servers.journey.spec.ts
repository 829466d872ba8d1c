/** Who has a tape and no servers learns what risk would have decided, in pipes and from files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(30_000);

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'services', 'risk', 'dist', 'tape', 'main.js');
const read = (name: string): string => readFileSync(join(ROOT, 'tests', 'tapes', name), 'utf8');
const SAMPLE = read('sample.jsonl');

describe('the risk tape', () => {
  it('decides the sample as it stands beside it, and says nothing else', async () => {
    expect(await play({ tape: SAMPLE })).toStrictEqual({
      code: 0,
      decisions: read('sample.decisions.jsonl'),
      complaint: '',
    });
  });

  it('ends at a line that is wrong, with all that was decided before it', async () => {
    const { code, decisions, complaint } = await play({ tape: `${SAMPLE}{"type":"tick"}\n` });
    expect(code).toBe(2);
    expect(decisions).toBe(read('sample.decisions.jsonl'));
    expect(complaint).toMatch(/^line 39: field at: must be an ISO time .*, was nothing\n$/);
  });

  it('ends quietly when nobody reads its decisions any more, though the tape goes on', async () => {
    const child = start([]);
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.stdin.on('error', () => undefined);
    child.stdin.write(SAMPLE);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const ended = once(child, 'close');
    const again = SAMPLE.split('\n').find((line) => line.includes('"signal"')) ?? '';
    const later = again.replace(/^\{"at":"[^"]*"/, '{"at":"2026-11-23T00:00:00Z"');
    const more = setInterval(() => child.stdin.write(`${later}\n`), 10);
    const [code] = (await ended) as [number | null];
    clearInterval(more);
    expect({ code, complaint }).toStrictEqual({ code: 0, complaint: '' });
  });

  it('explains its options, and takes no others', async () => {
    expect((await play({ args: ['--help'] })).decisions).toContain('--rules <file>');
    expect((await play({ args: ['--clock'] })).code).toBe(2);
  });
});

function start(args: readonly string[]) {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 30_000,
  });
}

async function play({
  tape = '',
  args = [],
}: {
  readonly tape?: string;
  readonly args?: readonly string[];
}) {
  const child = start(args);
  const output = { decisions: '', complaint: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.decisions += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.complaint += text));
  child.stdin.end(tape);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
