/** Cuts what is read into numbered lines, and keeps no more than one line of it. */

export const LINE_BYTES_MAX = 1_000_000;

export type NumberedLine = {
  readonly number: number;
  /** Undefined: longer than {@link LINE_BYTES_MAX}, or no UTF-8. */
  readonly text: string | undefined;
};

const NEW_LINE = 0x0a;

/** The lines as they come, in batches; blank ones are counted and left out. */
export async function* numberLines(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<readonly NumberedLine[]> {
  let number = 0;
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  const end = (rest: Uint8Array): NumberedLine => {
    const bytes = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
    begun = [];
    begunBytes = 0;
    number += 1;
    return { number, text: textOf(bytes) };
  };

  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines: NumberedLine[] = [];
    let from = 0;
    for (let to = bytes.indexOf(NEW_LINE); to >= 0; to = bytes.indexOf(NEW_LINE, from)) {
      lines.push(end(bytes.subarray(from, to)));
      from = to + 1;
    }
    begun.push(bytes.subarray(from));
    begunBytes += bytes.length - from;
    if (begunBytes > LINE_BYTES_MAX) lines.push(end(new Uint8Array()));
    yield lines.filter(isWritten);
  }
  if (begunBytes > 0) yield [end(new Uint8Array())].filter(isWritten);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > LINE_BYTES_MAX) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const isWritten = ({ text }: NumberedLine): boolean => text === undefined || text.trim() !== '';
