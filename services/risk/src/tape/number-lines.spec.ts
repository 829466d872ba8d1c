import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { LINE_BYTES_MAX, numberLines } from './number-lines.js';

async function linesOf(...chunks: readonly (string | Buffer)[]) {
  const lines = [];
  for await (const batch of numberLines(Readable.from(chunks))) lines.push(...batch);
  return lines;
}

describe('the lines of a tape', () => {
  it('are the same however the text arrives', async () => {
    const text = Buffer.from('one\r\n\n  \ntwo "…"\nthree');
    const expected = [
      { number: 1, text: 'one\r' },
      { number: 4, text: 'two "…"' },
      { number: 5, text: 'three' },
    ];
    expect(await linesOf(text)).toStrictEqual(expected);
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(await linesOf(text.subarray(0, cut), text.subarray(cut))).toStrictEqual(expected);
    }
    expect(await linesOf(...[...text].map((byte) => Buffer.from([byte])))).toStrictEqual(expected);
  });

  it('may end with or without a new line, or be none', async () => {
    expect(await linesOf('one\n')).toStrictEqual([{ number: 1, text: 'one' }]);
    expect(await linesOf('')).toStrictEqual([]);
    expect(await linesOf('\n\n')).toStrictEqual([]);
  });

  it('are marked when they are no text or too long, before all of it is kept', async () => {
    expect(await linesOf(Buffer.from([0xff, 0x0a]))).toStrictEqual([
      { number: 1, text: undefined },
    ]);
    const long = 'x'.repeat(LINE_BYTES_MAX);
    expect(await linesOf(`${long}\n`)).toStrictEqual([{ number: 1, text: long }]);
    expect(await linesOf(`one\n${long}`, 'x')).toContainEqual({ number: 2, text: undefined });
  });
});
