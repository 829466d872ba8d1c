/** Anybody's bot can use the paper venue: it needs our process, the official client, and no more. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const VENUE = join(ROOT, 'services', 'paper-venue', 'dist', 'main.js');
const SCRIPT = join(import.meta.dirname, 'trade-with-the-official-client.mjs');

describe('a script with nothing but the official client', () => {
  let venue: ChildProcess;
  let ready: string;

  beforeAll(async () => {
    venue = spawn(process.execPath, [VENUE, '--json', '--port', '0', '--duration', '120'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (venue.stdout === null) throw new Error('The venue has no output');
    const [line] = (await once(createInterface({ input: venue.stdout }), 'line')) as [string];
    ready = line;
  }, 60_000);

  afterAll(async () => {
    const gone = once(venue, 'exit');
    venue.kill('SIGTERM');
    await gone;
  }, 30_000);

  it('places an order, reads it and cancels it', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, ready]);
    const { placed, read, cancelled, open } = JSON.parse(stdout) as Record<string, object>;
    expect(placed).toMatchObject({ success: true, status: 'live' });
    const { orderID } = placed as { readonly orderID: string };
    expect(orderID).toMatch(/^0x[0-9a-f]{64}$/);
    expect(read).toMatchObject({ id: orderID, status: 'LIVE', price: '0.01', side: 'BUY' });
    expect(cancelled).toMatchObject({ canceled: [orderID] });
    expect(open).toEqual([]);
  }, 60_000);
});
