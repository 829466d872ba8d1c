import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { balanceFrom, readBalance, refreshBalance } from './read-balance.js';
import { clientAt, yes } from './testing/examples.js';
import { fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';
import { tokenBucket } from './token-bucket.js';

describe('a balance at the venue', () => {
  it('is read in millionths, whatever the allowances look like', () => {
    expect(balanceFrom(recorded('get-balance-allowance.collateral').body)).toBe(1_000_000_000n);
  });

  it.each([[{ balance: '1.5' }], [{ balance: 5 }], [{}], ['']])('is not read from %j', (body) => {
    expect(() => balanceFrom(body)).toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('reads the answer others recorded', () => {
    const older = fixture('wire-nautilus/rust/http_balance_allowance_collateral.json');
    expect(balanceFrom(older)).toBe(1_000_000_000n);
  });
});

describe('refreshing a balance', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer('GET /balance-allowance/update', recorded('get-balance-allowance-update.done'));
    venue.answer('GET /balance-allowance', recorded('get-balance-allowance.collateral'));
  });
  afterEach(() => venue.stop());
  const context = (burst = 20, perSecond = 4) => ({
    ...{ client: clientAt(venue.host), timeoutMs: 1_000 },
    refreshes: tokenBucket({ perSecond, burst }),
  });
  const updates = () => venue.heard.filter(({ route }) => route.endsWith('/update'));

  it('asks for the money or for one token', async () => {
    await refreshBalance(context(), 'collateral');
    await refreshBalance(context(), { tokenId: yes });
    const asked = updates().map(({ url }) => new URL(url, venue.host).searchParams);
    expect(asked.map((query) => query.get('asset_type'))).toEqual(['COLLATERAL', 'CONDITIONAL']);
    expect(asked[1]?.get('token_id')).toBe(yes);
  });

  it('waits for its turn, and throws when that never comes or the venue refuses', async () => {
    const soon = context(1, 20);
    await refreshBalance(soon, 'collateral');
    await refreshBalance(soon, 'collateral');
    expect(updates()).toHaveLength(2);
    venue.answer('GET /balance-allowance/update', { status: 500, body: 'oops' });
    await expect(refreshBalance(context(), 'collateral')).rejects.toThrow(VenueUnavailableError);
  });

  it('reads the old word when too many refreshes were asked for', async () => {
    const spent = context(1, 0.001);
    expect(await readBalance(spent, 'collateral')).toBe(1_000_000_000n);
    expect(await readBalance(spent, 'collateral')).toBe(1_000_000_000n);
    expect(updates()).toHaveLength(1);
    await expect(refreshBalance(spent, 'collateral')).rejects.toThrow(VenueUnavailableError);
    expect(updates()).toHaveLength(1);
  });
});
