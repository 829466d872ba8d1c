import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { SignedOtherwiseError, UnsignableOrderError, VenueUnavailableError } from './errors.js';
import { keptTerms } from './kept-terms.js';
import { signOrder } from './sign-order.js';
import { clientAt, conditionId, no, ticket, wallet } from './testing/examples.js';
import { recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';
import { POLYGON_EXCHANGES } from './venue-contracts.js';

describe('signing an order', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    listed({});
  });
  afterEach(() => venue.stop());

  const listed = (change: object): void => {
    const { body } = recorded('get-clob-market.open');
    const answer = { status: 200, body: { ...(body as object), ...change } };
    venue.answer(`GET /clob-markets/${conditionId}`, answer);
  };
  const context = () => {
    const [client, now] = [clientAt(venue.host), () => '2026-11-22T10:00:00.000Z'];
    return {
      ...{ client, now, chainId: 137, exchanges: POLYGON_EXCHANGES, restingTimeMs: 600_000 },
      terms: keptTerms({ client, now, timeoutMs: 2_000 }),
    };
  };
  const bodyOf = ({ signedBody }: { readonly signedBody: string }) =>
    JSON.parse(signedBody) as { order: Record<string, unknown>; domain: Record<string, unknown> };

  it('states a resting order in shares at the limit', async () => {
    const signed = await signOrder(context(), ticket());
    expect(signed).toMatchObject({
      ...{ orderType: 'GTC', limitPrice: 420_000n, shares: 23_800_000n },
      ...{ makerAmount: 9_996_000n, takerAmount: 23_800_000n },
    });
    expect(bodyOf(signed).order).toMatchObject({ maker: wallet, signer: wallet, expiration: '0' });
  });

  it('states an immediate buy in dollars, never more than its shares cost at the limit', async () => {
    const signed = await signOrder(context(), ticket({ orderType: 'FOK' }));
    expect(signed).toMatchObject({ makerAmount: 9_990_000n, takerAmount: 23_785_700n });
    expect(signed.shares).toBe(signed.takerAmount);
  });

  it('states an immediate sale in shares', async () => {
    const signed = await signOrder(context(), ticket({ orderType: 'FAK', side: 'SELL' }));
    expect(signed).toMatchObject({ makerAmount: 23_800_000n, takerAmount: 9_996_000n });
  });

  it('lets a GTD order rest for its time, plus the minute the venue takes off', async () => {
    const signed = await signOrder(context(), ticket({ orderType: 'GTD' }));
    const end = Date.parse('2026-11-22T10:11:00.000Z') / 1000;
    expect(bodyOf(signed).order['expiration']).toBe(String(end));
  });

  it('lets a GTD order be gone when its ticket says so', async () => {
    const expiresAt = '2026-11-22T10:05:00.900Z';
    const signed = await signOrder(context(), ticket({ orderType: 'GTD', expiresAt }));
    const end = Date.parse('2026-11-22T10:06:00.000Z') / 1000;
    expect(bodyOf(signed).order['expiration']).toBe(String(end));
  });

  it('marks an order that may only rest', async () => {
    const signed = await signOrder(context(), ticket({ postOnly: true }));
    expect(JSON.parse(signed.signedBody)).toMatchObject({ postOnly: true, orderType: 'GTC' });
    expect(JSON.parse((await signOrder(context(), ticket())).signedBody)).toMatchObject({
      postOnly: false,
    });
  });

  it.each([
    [{}, POLYGON_EXCHANGES.exchange],
    [{ nr: true }, POLYGON_EXCHANGES.negRiskExchange],
    [{ v: 'v2' }, POLYGON_EXCHANGES.exchangeV3],
  ])('signs for the exchange of a market with %j', async (change, verifyingContract) => {
    listed(change);
    expect(bodyOf(await signOrder(context(), ticket())).domain).toMatchObject({
      verifyingContract,
    });
  });

  it('makes another order each time', async () => {
    const [first, second] = [
      await signOrder(context(), ticket()),
      await signOrder(context(), ticket()),
    ];
    expect(second.orderHash).not.toBe(first.orderHash);
  });

  it.each([
    ['a price off the grid', ticket({ limitPrice: money.price('0.425') })],
    ['a token of another market', ticket({ tokenId: `${no}1` })],
    ['an immediate order that may only rest', ticket({ orderType: 'FAK', postOnly: true })],
    ['an order without end that expires', ticket({ expiresAt: '2026-11-22T10:05:00.000Z' })],
    [
      'an order that has expired',
      ticket({ orderType: 'GTD', expiresAt: '2026-11-22T10:00:00.000Z' }),
    ],
    ['less than a hundredth of a share', ticket({ shares: money.shares('0.009') })],
  ])('refuses %s', async (_, refused) => {
    await expect(signOrder(context(), refused)).rejects.toThrow(UnsignableOrderError);
  });

  it('refuses an exchange the client does not sign for', async () => {
    const { exchangeV3: other } = POLYGON_EXCHANGES;
    const exchanges = { ...POLYGON_EXCHANGES, exchange: other };
    await expect(signOrder({ ...context(), exchanges }, ticket())).rejects.toThrow(
      SignedOtherwiseError,
    );
  });

  it('does not sign while the rules of the market cannot be read', async () => {
    venue.answer(`GET /clob-markets/${conditionId}`, { status: 500, body: { error: 'oops' } });
    await expect(signOrder(context(), ticket())).rejects.toThrow(VenueUnavailableError);
    venue.answer(`GET /clob-markets/${conditionId}`, recorded('get-clob-market.unknown'));
    await expect(signOrder(context(), ticket())).rejects.toThrow(UnsignableOrderError);
  });

  it.each([0.1, 0.01, 0.005, 0.0025, 0.001, 0.0001])(
    'agrees with the client on amounts all over the grid of %d',
    async (tick) => {
      listed({ mts: tick });
      const step = BigInt(Math.round(tick * 1e6));
      const client = context();
      for (let place = 1n; place <= 12n; place += 1n) {
        const limitPrice = money.toPrice(
          step * (((place * 7_919n) % (1_000_000n / step - 1n)) + 1n),
        );
        const shares = (place * 13_370_077n + 5_000_000n) as money.MicroShares;
        const sizeUsd = money.cost(shares, limitPrice);
        for (const orderType of ['GTC', 'FOK'] as const) {
          for (const side of ['BUY', 'SELL'] as const) {
            const wanted = ticket({ limitPrice, shares, sizeUsd, orderType, side });
            const { makerAmount } = await signOrder(client, wanted);
            expect(makerAmount).toBeLessThanOrEqual(side === 'BUY' ? sizeUsd : shares);
          }
        }
      }
    },
    30_000,
  );
});
