/** Tapes for tests: lines that are typical but for what a test names, and what becomes of them. */
import { PassThrough, Readable } from 'node:stream';
import { runTape } from '../run-tape.js';

/** Fields of a line; `at` is an instant, or seconds after noon, or as in the line before. */
type Fields = Readonly<Record<string, unknown>> & { readonly at?: number | string };

const NOON_MS = Date.parse('2026-11-22T12:00:00.000Z');

export const instant = (secondsAfterNoon: number): string =>
  new Date(NOON_MS + secondsAfterNoon * 1000).toISOString();

export const line = (type: string, fields: Fields): Fields => ({ type, ...fields });

export const strategy = (fields: Fields = {}): Fields =>
  line('strategy', { strategyId: 's', accountId: 'main', capitalUsd: '10000', ...fields });

export const rules = (columns: Fields = {}, fields: Fields = {}): Fields =>
  line('rules', { strategyId: 's', rules: columns, ...fields });

/** A deep book at 0.49 and 0.50. */
export const quote = (fields: Fields = {}): Fields =>
  line('quote', {
    ...{ tokenId: 'yes', bids: [['0.49', '100000']], asks: [['0.50', '100000']] },
    ...fields,
  });

/** A deep book whose midpoint is this; 0.01 wide. */
export const quoteAround = (midpoint: number, fields: Fields = {}): Fields =>
  quote({
    bids: [[(midpoint - 0.005).toFixed(3), '100000']],
    asks: [[(midpoint + 0.005).toFixed(3), '100000']],
    ...fields,
  });

/** Buys for 20 dollars at 0.50, seen at the moment it comes. */
export const signal = (signalId: string, fields: Fields = {}): Fields =>
  line('signal', {
    ...{ signalId, strategyId: 's', conditionId: 'c', tokenId: 'yes', side: 'BUY' },
    ...{ sizeUsd: '20', limitPrice: '0.50', observedAt: undefined },
    ...fields,
  });

export const fill = (signalId: string, fields: Fields = {}): Fields =>
  line('fill', { signalId, shares: '40', price: '0.50', feeUsd: '0', ...fields });

export const ofSignal = (type: 'settled' | 'failed' | 'close', signalId: string, fields = {}) =>
  line(type, { signalId, ...fields });

/** A whole trade: bought, final and over. */
export const bought = (
  signalId: string,
  fields: Fields,
  filled: Fields = {},
): readonly Fields[] => [
  signal(signalId, fields),
  fill(signalId, filled),
  ofSignal('settled', signalId),
  ofSignal('close', signalId),
];

export const resolve = (payouts: Fields, fields: Fields = {}): Fields =>
  line('resolve', { conditionId: 'c', payouts, ...fields });

export const steer = (type: 'pause' | 'resume' | 'kill' | 'release', fields: Fields = {}): Fields =>
  line(type, { strategyId: 's', ...fields });

export const tick = (at: number | string): Fields => line('tick', { at });

/** The text of a tape: each line has its instant, and a signal was seen when it comes. */
export function textOf(lines: readonly Fields[]): string {
  let at = instant(0);
  return lines
    .map((fields) => {
      if (fields.at !== undefined)
        at = typeof fields.at === 'number' ? instant(fields.at) : fields.at;
      const observed = 'observedAt' in fields ? { observedAt: fields['observedAt'] ?? at } : {};
      return `${JSON.stringify({ ...fields, at, ...observed })}\n`;
    })
    .join('');
}

export type Told = Readonly<Record<string, unknown>>;

/** The tape program on this input. */
export async function runTapeOn(
  text: string | Readable,
  args: readonly string[] = [],
): Promise<{ readonly code: number; readonly told: readonly Told[]; readonly complaint: string }> {
  const stdin = typeof text === 'string' ? Readable.from([Buffer.from(text)]) : text;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [written, complaint] = [textFrom(stdout), textFrom(stderr)];
  const code = await runTape(args, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const lines = (await written).split('\n').filter((told) => told !== '');
  return {
    code,
    told: lines.map((told) => JSON.parse(told) as Told),
    complaint: await complaint,
  };
}

/** Everything the tape tells; throws what it complains of. */
export async function toldBy(
  lines: readonly Fields[],
  args: readonly string[] = [],
): Promise<readonly Told[]> {
  const { code, told, complaint } = await runTapeOn(textOf(lines), args);
  if (code !== 0) throw new Error(complaint);
  return told;
}

export type Decision = {
  readonly signalId: string;
  readonly decision: 'approved' | 'refused';
  readonly code: string | null;
  readonly sizeUsd: string;
  readonly sentence: string;
  readonly checks: readonly {
    readonly code: string;
    readonly value: string;
    readonly limit: string | null;
    readonly passed: boolean;
    readonly near: boolean;
  }[];
};

export const isDecision = (told: Told): told is Decision =>
  'signalId' in told && 'decision' in told;

export const decisionsOf = async (lines: readonly Fields[]): Promise<readonly Decision[]> =>
  (await toldBy(lines)).filter(isDecision);

/** "s1 approved", "s2 paused": what was told, each in two words. */
export const wordsOf = (told: readonly Told[]): readonly string[] =>
  told.map((one) =>
    isDecision(one)
      ? `${one.signalId} ${one.code ?? one.decision}`
      : `${String(one['strategyId'] ?? one['accountId'])} ${String(one['type'])}`,
  );

async function textFrom(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
