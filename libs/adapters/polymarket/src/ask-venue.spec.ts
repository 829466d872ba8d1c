import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { askVenue, listening, type Heard } from './ask-venue.js';
import { ClientOutOfReachError } from './errors.js';
import { clientAt } from './testing/examples.js';
import { startStubVenue, type Reply, type StubVenue } from './testing/stub-venue.js';

describe('asking the venue through the official client', () => {
  it('shares one axios with it, without which nothing would have a time limit', () => {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('@polymarket/clob-client-v2'));
    expect(theirs.resolve('axios')).toBe(ours.resolve('axios'));
  });

  it('fails loudly when a call passes by without being heard', async () => {
    const unheard = askVenue(() => Promise.resolve('an answer'), { timeoutMs: 100 });
    await expect(unheard).rejects.toThrow(ClientOutOfReachError);
  });

  it('passes on what the client refuses to send', async () => {
    const refused = askVenue(() => Promise.reject(new Error('no key')), { timeoutMs: 100 });
    await expect(refused).rejects.toThrow('no key');
  });
});

describe('a request to the venue', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const time = () => askVenue(() => clientAt(venue.host).getServerTime(), { timeoutMs: 2_000 });

  it('uses the connection of the one before', async () => {
    const ports = new Set<number | undefined>();
    const reply: Reply = (response) => {
      ports.add(response.socket?.remotePort);
      response.writeHead(200, { 'content-type': 'application/json' }).end('1795341600');
    };
    venue.answer('GET /time', reply);
    for (let asked = 0; asked < 3; asked += 1) await time();
    expect(ports.size).toBe(1);
  });

  it('is told to whoever listens, by its kind, with what the venue says of our limit', async () => {
    const hash = `0x${'ab'.repeat(32)}`;
    venue.answer(`GET /data/order/${hash}`, (response) => {
      const limit = { 'Poly-RateLimit-Remaining': '12', 'Poly-RateLimit-Tier': 'standard' };
      response.writeHead(429, { ...limit, 'Retry-After': '2' }).end('{"error":"slow down"}');
    });
    const heard: Heard[] = [];
    await listening(
      (one) => heard.push(one),
      () => askVenue(() => clientAt(venue.host).getOrder(hash), { timeoutMs: 2_000 }),
    );
    await time();
    expect(heard).toMatchObject([
      {
        request: 'GET /data/order/:id',
        answer: {
          ...{ status: 429, retryAfter: '2' },
          rateLimit: { remaining: 12, tier: 'standard', warned: false },
        },
      },
    ]);
    expect(heard[0]?.tookMs).toBeGreaterThan(0);
  });

  it('that is lost is told too', async () => {
    venue.answer('GET /time', (response) => response.destroy());
    const heard: Heard[] = [];
    await listening((one) => heard.push(one), time);
    expect(heard).toMatchObject([{ request: 'GET /time', answer: { kind: 'lost' } }]);
  });
});
