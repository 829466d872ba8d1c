import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { VenueRefusedError } from './errors.js';
import { openClient } from './open-client.js';
import { privateKey } from './testing/examples.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const key = { apiKey: 'key-1', secret: 'c2VjcmV0', passphrase: 'phrase' };
const exists = { status: 400, body: { error: 'Could not create api key' } };

describe('opening the client', () => {
  let venue: StubVenue;
  let lines: string[];
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer('GET /version', { status: 200, body: { version: 2 } });
    lines = [];
  });
  afterEach(() => venue.stop());
  const open = (signal?: AbortSignal) =>
    openClient({
      ...{ host: venue.host, account: privateKeyToAccount(privateKey), chainId: 137, signal },
      ...{ signatureType: 0, funder: undefined, timeoutMs: 500, log: (line) => lines.push(line) },
    });

  it('creates the key of a new wallet', async () => {
    venue.answer('POST /auth/api-key', { status: 200, body: key });
    const { credentials } = await open();
    expect(credentials).toEqual({ key: 'key-1', secret: 'c2VjcmV0', passphrase: 'phrase' });
  });

  it('derives the key of a wallet that has one', async () => {
    venue.answer('POST /auth/api-key', exists);
    venue.answer('GET /auth/derive-api-key', { status: 200, body: key });
    expect((await open()).credentials.key).toBe('key-1');
  });

  it('gives up when both are refused', async () => {
    venue.answer('POST /auth/api-key', {
      status: 401,
      body: { error: 'Invalid L1 Request headers' },
    });
    venue.answer('GET /auth/derive-api-key', {
      status: 401,
      body: { error: 'Invalid L1 Request headers' },
    });
    await expect(open()).rejects.toThrow(VenueRefusedError);
  });

  it('gives up on a venue that wants orders of another version', async () => {
    venue.answer('GET /version', { status: 200, body: { version: 4 } });
    await expect(open()).rejects.toThrow(VenueRefusedError);
  });

  it('waits while the venue is down, and until it is told not to', async () => {
    venue.answer(
      'POST /auth/api-key',
      { status: 500, body: { error: 'oops' } },
      { status: 200, body: key },
    );
    venue.answer('GET /auth/derive-api-key', { status: 400, body: { error: 'no key' } });
    expect((await open()).credentials.key).toBe('key-1');
    expect(lines).toHaveLength(1);

    venue.answer('GET /version', (response) => response.destroy());
    await expect(open(AbortSignal.timeout(200))).rejects.toThrow('abort');
  });

  it('keeps half a key out of logs', async () => {
    venue.answer(
      'POST /auth/api-key',
      { status: 200, body: { ...key, passphrase: '' } },
      { status: 200, body: key },
    );
    venue.answer('GET /auth/derive-api-key', { status: 200, body: { ...key, passphrase: '' } });
    await open();
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(key.secret);
  });
});
