import { describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { Journeys } from './journeys.js';
import { ledgerAmounts, reportOf, type Amounts } from './report.js';
import { recorded } from './testing/recorded.js';

const { fillConfirmed, orderFilled, orderRequested, yesToken } = examples;
const OPENING = money.usd('1000');

const journeysOf = (...facts: readonly Fact[]): Journeys => {
  const journeys = new Journeys();
  recorded(...facts).forEach((fact) => journeys.take(fact));
  return journeys;
};
const amounts = (collateral: string, tokens: Record<string, string> = {}): Amounts => ({
  collateral: money.usd(collateral),
  tokens: new Map(Object.entries(tokens).map(([id, size]) => [id, money.shares(size)])),
});
const fee = money.usd('0.5');

describe('what the facts say the wallet holds', () => {
  it('is what it opened with, before anything happened', () => {
    expect(ledgerAmounts(journeysOf(), OPENING)).toStrictEqual(amounts('1000'));
  });

  it('is less the price and the fee, and more the shares, of what was bought', () => {
    const bought = journeysOf(orderRequested(), orderFilled(), fillConfirmed({ feeUsd: fee }));
    expect(ledgerAmounts(bought, OPENING)).toStrictEqual(amounts('979.5', { [yesToken]: '40' }));
  });

  it('goes by what the chain booked where that is known', () => {
    const settled = { amountUsd: money.usd('19'), feeUsd: money.usd('0.25') };
    const bought = journeysOf(orderRequested(), fillConfirmed({ feeUsd: fee, settled }));
    expect(ledgerAmounts(bought, OPENING)).toStrictEqual(amounts('980.75', { [yesToken]: '40' }));
  });

  it('is more the price less the fee of what was sold', () => {
    const sold = journeysOf(orderRequested({ side: 'SELL' }), fillConfirmed({ feeUsd: fee }));
    expect(ledgerAmounts(sold, OPENING)).toStrictEqual({
      collateral: money.usd('1019.5'),
      tokens: new Map([[yesToken, 0n - money.shares('40')]]),
    });
  });

  it.each<[string, Fact]>([
    ['is not final', orderFilled()],
    ['failed', examples.fillFailed()],
  ])('counts no fill that %s', (_, last) => {
    const journeys = journeysOf(orderRequested(), orderFilled(), last);
    expect(ledgerAmounts(journeys, OPENING)).toStrictEqual(amounts('1000'));
  });

  it('is without the shares and with the payout of what was redeemed', () => {
    const story = [
      orderRequested(),
      orderFilled(),
      fillConfirmed(),
      examples.redemptionConfirmed(),
    ];
    expect(ledgerAmounts(journeysOf(...story), OPENING)).toStrictEqual(
      amounts('1020', { [yesToken]: '0' }),
    );
  });
});

describe('whether ledger, venue and chain agree', () => {
  const held = amounts('980', { [yesToken]: '40' });
  const reportWith = (other: Partial<Record<'ledger' | 'venue' | 'chain', Amounts>>) =>
    reportOf(journeysOf(), { ledger: held, venue: held, chain: held, ...other }).tieOut;

  it('is said of every asset, in decimals', () => {
    expect(reportWith({})).toStrictEqual({
      ok: true,
      assets: [
        { asset: 'collateral', ledger: '980', venue: '980', chain: '980', ok: true },
        { asset: yesToken, ledger: '40', venue: '40', chain: '40', ok: true },
      ],
    });
  });

  it.each(['ledger', 'venue', 'chain'] as const)(
    'is no longer so when the %s is off by a millionth of a dollar',
    (who) => {
      const off = amounts('980.000001', { [yesToken]: '40' });
      expect(reportWith({ [who]: off })).toMatchObject({ ok: false, assets: [{ ok: false }, {}] });
    },
  );

  it.each(['ledger', 'venue'] as const)('is no longer so when the %s misses a token', (who) => {
    expect(reportWith({ [who]: amounts('980') }).ok).toBe(false);
  });
});

describe('how fast signals became orders', () => {
  const latencyOf = (...latenciesMs: readonly number[]) => {
    const journeys = journeysOf();
    journeys.latenciesMs.push(...latenciesMs);
    const nothing = amounts('0');
    const all = { ledger: nothing, venue: nothing, chain: nothing };
    return reportOf(journeys, all).latencyMs.signalToOrder;
  };

  it('is what half of them, and all but one in a hundred, did not exceed', () => {
    expect(latencyOf(4, 1, 3, 2)).toStrictEqual({ p50: 2, p99: 4 });
    expect(latencyOf(7)).toStrictEqual({ p50: 7, p99: 7 });
  });

  it('is nothing when there were none', () => {
    expect(latencyOf()).toStrictEqual({ p50: null, p99: null });
  });
});
