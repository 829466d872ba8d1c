import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { localKey } from './local-key.js';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes));
/** Nearly every 32 bytes are a key; the few that are none are not these. */
const privateKey = bytes32.filter((key) => /[1-9a-e]/.test(key.slice(2, 10)));

describe('a key in memory', () => {
  it('signs every hash to the very signature that viem makes', async () => {
    await fc.assert(
      fc.asyncProperty(privateKey, bytes32, async (key, hash) => {
        const [ours, theirs] = [localKey(key), privateKeyToAccount(key)];
        expect(await ours.sign?.({ hash })).toBe(await theirs.sign({ hash }));
        expect(ours.address).toBe(theirs.address);
      }),
      { numRuns: 50 },
    );
  });

  it('does not take what is no key', () => {
    expect(() => localKey(`0x${'0'.repeat(64)}`)).toThrow();
    expect(() => localKey('0x1234')).toThrow();
  });
});
