import { beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { VenueChain, VenueFill, VenueOrder } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { compareAccount, type Compared } from './compare-account.js';
import { driftsOf } from './drifts.js';
import { ABSENCE_LOOKS_MIN } from './executor.context.js';
import { limits, openDesk, type Desk } from './testing/desk.js';
import { tableOf, tracked, type HeldRow } from './testing/tracked.js';
import type { TrackedOrder } from './tracked-orders.js';
import { venueFacts } from './venue-facts.js';

const { accountId, conditionId, yesToken } = examples;
const NO_WAIT = {
  ...{ order_unknown: 0, order_missing: 0, fill_unknown: 0 },
  ...{ position_differs: 0, balance_differs: 0 },
};

const fill = (fields: Partial<VenueFill> = {}): VenueFill => ({
  ...examples.fill(),
  orderHash: '0xorder',
  status: 'confirmed',
  transactionHash: '0xsettled',
  matchedAt: examples.at,
  ...fields,
});
/** The stored bytes of an order that states its end. */
const signedWithEnd = (endsAt: string): string => {
  const [wallet, none] = [`0x${'1'.repeat(40)}`, `0x${'0'.repeat(64)}`];
  return JSON.stringify({
    order: {
      ...{ salt: '1', maker: wallet, signer: wallet, tokenId: '1', makerAmount: '20000000' },
      ...{ takerAmount: '40000000', side: 'BUY', signatureType: 0, metadata: none, builder: none },
      ...{ timestamp: '1', expiration: String(Date.parse(endsAt) / 1_000), signature: '0x00' },
    },
    domain: { version: 2, chainId: 137, verifyingContract: wallet },
    ...{ orderType: 'GTD', postOnly: false, deferExec: false },
  });
};
const byHand: VenueOrder = {
  ...{ orderHash: '0xhand', conditionId, tokenId: yesToken, side: 'SELL', status: 'live' },
  price: money.price('0.6'),
  shares: money.shares('12'),
  matchedShares: money.shares('2'),
};

describe('comparing the account with the venue', () => {
  let desk: Desk;
  let compare: (absent: readonly TrackedOrder[]) => Promise<Compared>;
  let held: HeldRow[];
  let found: string[];
  let balances: Map<string, bigint>;
  let chain: VenueChain | undefined;
  const begin = (rows: readonly TrackedOrder[] = [tracked()], asksForPositions = false): void => {
    const context = { ...desk.start(), ...(chain === undefined ? {} : { chain }) };
    const facts = venueFacts(context, accountId);
    compare = compareAccount(context, {
      ...{
        accountId,
        facts,
        asksForPositions,
        database: tableOf(
          () => rows,
          () => held,
        ),
      },
      drifts: driftsOf({ facts, clock: context.clock, ageMinMs: NO_WAIT }),
      onFound: ({ tradeId }) => void found.push(tradeId),
    });
  };
  beforeEach(async () => {
    balances = new Map();
    chain = undefined;
    desk = openDesk(balances);
    held = [];
    found = [];
    const stream = orderStream('order-1', accountId);
    await recordFacts(desk.ledger, stream, examples.orderRequested());
    await recordFacts(desk.ledger, stream, examples.orderAccepted());
    begin();
  });
  const twice = async (absent: readonly TrackedOrder[] = []): Promise<void> => {
    await compare(absent);
    await compare(absent);
  };
  const happened = async () => (await desk.factTypes()).slice(2);
  const drifts = async () => (await desk.facts('DriftFound')).map(({ data }) => data);

  it('finds nothing where both agree, and says how much it looked at', async () => {
    held = [{ tokenId: yesToken, conditionId, settled: '40', provisional: '0', selling: false }];
    balances.set(yesToken, 40_000_000n);
    expect(await compare([])).toStrictEqual({
      ...{ through: examples.at, orders: 0, trades: 0, positions: 1 },
    });
    expect(await happened()).toStrictEqual([]);
  });

  it('records a fill of ours that nobody told of, also of an order that is over', async () => {
    begin([tracked({ open: false, live: false })]);
    desk.venue.trade(yesToken, fill());
    await twice();
    expect(await happened()).toStrictEqual(['OrderFilled', 'FillConfirmed']);
    expect(found).toStrictEqual(['trade-1']);
  });

  it('shows a trade by hand apart, once, and makes it none of ours', async () => {
    desk.venue.trade(yesToken, fill({ tradeId: 'manual', orderHash: '0xhand' }));
    await twice();
    await twice();
    expect(await happened()).toStrictEqual(['DriftFound']);
    expect(await drifts()).toMatchObject([
      { kind: 'fill_unknown', tradeId: 'manual', orderHash: '0xhand', venues: 40_000_000n },
    ]);
  });

  it('shows an order by hand apart until it is gone', async () => {
    desk.venue.list(byHand);
    desk.venue.setStatus('0xhand', 'live');
    await compare([]);
    expect(await happened()).toStrictEqual([]);
    await compare([]);
    expect(await drifts()).toMatchObject([
      { kind: 'order_unknown', subject: '0xhand', side: 'SELL', ours: 0n, venues: 10_000_000n },
    ]);
    await desk.venue.cancel('0xhand');
    await compare([]);
    expect(await happened()).toStrictEqual(['DriftFound', 'DriftResolved']);
  });

  it('misses an order of ours, and ends it once it is proven to be gone', async () => {
    for (let look = 1; look < ABSENCE_LOOKS_MIN; look += 1) await compare([tracked()]);
    desk.clock.pass(limits.absenceProofMs - 1);
    await compare([tracked()]);
    expect(await drifts()).toMatchObject([
      { kind: 'order_missing', subject: '0xorder', ours: 40_000_000n, venues: 0n },
    ]);
    expect(await desk.facts('OrderClosed')).toStrictEqual([]);

    desk.clock.pass(1);
    await compare([tracked()]);
    expect(await desk.facts('OrderClosed')).toMatchObject([{ data: { reason: 'killed' } }]);
    expect(await desk.facts('DriftResolved')).toMatchObject([{ data: { subject: '0xorder' } }]);
  });

  describe('where a chain is asked as well', () => {
    let [has, settled] = [0n, 0n];
    beforeEach(() => {
      [has, settled] = [100_000_000n, 0n];
      balances.set('collateral', has);
      chain = {
        collateral: () => Promise.resolve(has),
        settledOf: () =>
          settled < 0n ? Promise.reject(new Error('no answer')) : Promise.resolve(settled),
        movedFor: () => Promise.resolve(undefined),
      };
      begin();
    });

    it('tells of a balance the venue believes and the chain does not, until it does', async () => {
      await twice();
      expect(await happened()).toStrictEqual([]);
      has = 90_000_000n;
      await twice();
      expect(await drifts()).toMatchObject([
        {
          ...{ kind: 'balance_differs', subject: 'collateral', since: examples.at },
          ...{ ours: 90_000_000n, venues: 100_000_000n },
        },
      ]);
      has = 100_000_000n;
      await compare([]);
      expect(await desk.facts('DriftResolved')).toMatchObject([
        { data: { kind: 'balance_differs', how: 'venue and chain say the same' } },
      ]);
    });

    it.each([
      ['no order the contract settled more of than we recorded', 10_000n, 0],
      ['no order while it cannot be asked', -1n, 0],
      ['an order it knows nothing more of', 9_999n, 1],
    ])('gives up %s', async (_, onChain, closed) => {
      settled = onChain;
      await twice([tracked()]);
      desk.clock.pass(limits.absenceProofMs);
      for (let look = 0; look <= ABSENCE_LOOKS_MIN; look += 1) await compare([tracked()]);
      expect(await desk.facts('OrderClosed')).toHaveLength(closed);
    });
  });

  it('goes on counting where an earlier process told of the absence', async () => {
    await twice([tracked()]);
    expect(await drifts()).toMatchObject([{ kind: 'order_missing', since: examples.at }]);
    desk.clock.pass(limits.absenceProofMs);
    begin();
    for (let look = 1; look < ABSENCE_LOOKS_MIN; look += 1) await compare([tracked()]);
    expect(await desk.facts('OrderClosed')).toStrictEqual([]);
    await compare([tracked()]);
    expect(await desk.facts('OrderClosed')).toHaveLength(1);
  });

  describe('an order that ends by itself', () => {
    const endsAt = examples.later(600_000);
    const key = { orderId: 'order-2', orderHash: '0xgtd' };
    const missing = [tracked({ ...key, orderType: 'GTD' })];
    const looks = async () => {
      for (let look = 0; look <= ABSENCE_LOOKS_MIN; look += 1) await compare(missing);
    };
    beforeEach(async () => {
      const stream = orderStream(key.orderId, accountId);
      const signedBody = signedWithEnd(endsAt);
      const requested = examples.orderRequested({ ...key, orderType: 'GTD', signedBody });
      await recordFacts(desk.ledger, stream, requested);
      await recordFacts(desk.ledger, stream, examples.orderAccepted({ orderId: key.orderId }));
      begin(missing);
      await looks();
      desk.clock.pass(limits.absenceProofMs);
    });

    it('is not given up before that, and has expired then', async () => {
      await looks();
      expect(await desk.facts('OrderClosed')).toStrictEqual([]);
      desk.clock.pass(600_000 - limits.absenceProofMs);
      await looks();
      expect(await desk.facts('OrderClosed')).toMatchObject([{ data: { reason: 'expired' } }]);
    });

    it('is given up when somebody has asked for its end', async () => {
      const asked = examples.orderCancelRequested({ orderId: key.orderId });
      await recordFacts(desk.ledger, orderStream(key.orderId, accountId), asked);
      begin(missing);
      await looks();
      expect(await desk.facts('OrderClosed')).toMatchObject([{ data: { reason: 'cancelled' } }]);
    });
  });

  it('misses no order that is in the list after all, nor one that is on its way', async () => {
    desk.venue.list({ ...byHand, orderHash: '0xorder' });
    desk.venue.setStatus('0xorder', 'live');
    await twice([tracked()]);
    await twice([tracked({ orderHash: '0xother', live: false })]);
    expect(await happened()).toStrictEqual([]);
  });

  it('tells of a position that is not what our fills left, until it is', async () => {
    held = [{ tokenId: yesToken, conditionId, settled: '40', provisional: '0', selling: false }];
    balances.set(yesToken, 35_000_000n);
    await twice();
    expect(await drifts()).toMatchObject([
      { kind: 'position_differs', subject: yesToken, ours: 40_000_000n, venues: 35_000_000n },
    ]);
    balances.set(yesToken, 40_000_000n - 9_999n);
    await compare([]);
    expect(await happened()).toStrictEqual(['DriftFound', 'DriftResolved']);
  });

  it.each<Partial<HeldRow>>([{ provisional: '5' }, { selling: true }])(
    'waits for what is on its way to or from the wallet: %p',
    async (unsettled) => {
      const row = { settled: '40', provisional: '0', selling: false };
      held = [{ tokenId: yesToken, conditionId, ...row, ...unsettled }];
      await twice();
      expect(await happened()).toStrictEqual([]);
    },
  );

  it('finds what the wallet holds without us, when the wallet itself shows it', async () => {
    begin([], true);
    const shown = { conditionId, tokenId: 'token-else', shares: money.shares('7') };
    desk.venue.hold(shown);
    await twice();
    expect(await happened()).toStrictEqual([]);
    balances.set('token-else', 7_000_000n);
    await twice();
    expect(await drifts()).toMatchObject([
      { kind: 'position_differs', subject: 'token-else', ours: 0n, venues: 7_000_000n },
    ]);
  });

  it('concludes nothing from a part of the whole', async () => {
    desk.venue.list(byHand);
    desk.venue.setStatus('0xhand', 'live');
    await compare([]);
    desk.venue.setIncomplete(true);
    await expect(compare([tracked()])).rejects.toThrow('the list was cut short');
    await expect(compare([tracked()])).rejects.toThrow('the list was cut short');
    expect(await happened()).toStrictEqual([]);
  });
});
