/** Redemptions on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { uuidFrom } from '@sluice/runtime';
import { heldShares } from '../held-conditions.js';
import { migrations } from '../migrations/index.js';
import { redemptions, redemptionsOf } from './redemptions.js';
import { entry, exit, secondEntry } from './testing/orders.js';

const { fillConfirmed, later, loser, lossConfirmed, marketListed, marketResolved } = examples;
const { noToken, redemptionConfirmed, redemptionFailed, redemptionFoundElsewhere } = examples;
const { conditionId, redemptionRequested } = examples;
const { redemptionSigned, redemptionSubmitted, strategyId, winner } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(redemptions));
afterAll(() => tables.drop());

const take = (...facts: readonly Fact[]) => tables.take(redemptions, recorded(...facts));
const rows = (strategy = strategyId) => redemptionsOf(tables.database, strategy);
const held = [marketListed(), fillConfirmed(entry), marketResolved()];
const tenSold = { ...exit, shares: money.shares('10') };

describe('redemptions', () => {
  it('waits for the payout of a winner', async () => {
    await take(...held, redemptionRequested());

    expect(await rows()).toMatchObject([
      {
        redemption_id: uuidFrom('redemption', entry.orderId),
        lt_order_id: uuidFrom('lt_order', entry.signalId),
        order_id: entry.orderId,
        winning_outcome: 'YES',
        user_outcome: 'YES',
        redemption_type: 'WINNER',
        redemption_status: 'PENDING',
        redemption_amount_usd: null,
        shares: '40.000000',
      },
    ]);
  });

  it('is redeemed when the chain proves it', async () => {
    await take(...held, redemptionRequested(), redemptionSigned(), redemptionSubmitted());
    expect(await rows()).toMatchObject([
      { redemption_status: 'REDEEMING', redemption_tx_hash: '0xattempt-1', redemption_attempts: 1 },
    ]);

    await take(redemptionConfirmed({ at: later(9_000) }));
    expect(await rows()).toMatchObject([
      {
        redemption_status: 'REDEEMED',
        redemption_amount_usd: '40.00',
        payout_usd: '40.000000',
        redeemed_at: new Date(later(9_000)),
      },
    ]);
  });

  it('waits for the rest when somebody else redeemed a part, and is paid both', async () => {
    const part = (text: string) =>
      winner({ shares: money.shares(text), payoutUsd: money.usd(text) });
    await take(...held, redemptionRequested());
    await take(redemptionFoundElsewhere({ holdings: [part('15')] }));
    expect(await rows()).toMatchObject([
      { redemption_status: 'PENDING', payout_usd: '15.000000', redeemed_at: null },
    ]);

    await take(redemptionSigned(), redemptionConfirmed({ holdings: [part('25')] }));
    expect(await rows()).toMatchObject([
      { redemption_status: 'REDEEMED', payout_usd: '40.000000', redemption_amount_usd: '40.00' },
    ]);
  });

  it('pays only for what was not merged before', async () => {
    const { walletActionConfirmed } = examples;
    const merged = [walletActionConfirmed(), walletActionConfirmed({ work: examples.approving })];
    const part = winner({ shares: money.shares('30'), payoutUsd: money.usd('30') });
    await take(...held, ...merged, redemptionRequested({ holdings: [part] }));
    expect(await rows()).toMatchObject([{ shares: '30.000000', redemption_status: 'PENDING' }]);
    expect(
      await heldShares(tables.database, { accountId: examples.accountId, conditionId }),
    ).toEqual(new Map([[examples.yesToken, part.shares]]));
  });

  it('says why an attempt failed, and gives up when it is final', async () => {
    await take(...held, redemptionRequested(), redemptionSigned(), redemptionFailed());
    expect(await rows()).toMatchObject([
      {
        redemption_status: 'PENDING',
        redemption_tx_hash: null,
        last_error: 'simulation_failed: execution reverted',
      },
    ]);

    await take(redemptionFailed({ attempt: 8, final: true }));
    expect(await rows()).toMatchObject([{ redemption_status: 'FAILED', redemption_attempts: 8 }]);
  });

  it('is redeemed by what somebody else did, with or without a plan', async () => {
    const swept = { redemption_status: 'REDEEMED', redemption_tx_hash: '0xswept' };
    await take(...held, redemptionRequested(), redemptionFoundElsewhere());
    expect(await rows()).toMatchObject([{ ...swept, payout_usd: '40.000000' }]);

    await tables.empty(redemptions);
    await take(...held, redemptionFoundElsewhere());
    expect(await rows()).toMatchObject([{ ...swept, payout_usd: '40.000000' }]);
  });

  it('confirms a loss without a transaction', async () => {
    const lost = fillConfirmed({ ...entry, tokenId: noToken });
    await take(marketListed(), lost, marketResolved(), lossConfirmed());

    expect(await rows()).toMatchObject([
      {
        redemption_type: 'LOSER',
        redemption_status: 'REDEEMED',
        redemption_amount_usd: '0.00',
        winning_outcome: 'YES',
        user_outcome: 'NO',
      },
    ]);
  });

  it('keeps a loser lost while the winner beside it is redeemed', async () => {
    const both = { holdings: [winner(), loser()] };
    const lost = fillConfirmed({ ...secondEntry, tokenId: noToken, shares: money.shares('10') });
    await take(...held, lost, lossConfirmed(), redemptionRequested(both), redemptionSigned());
    await take(redemptionConfirmed(both));

    expect(await rows()).toHaveLength(2);
    expect(await rows()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ redemption_type: 'WINNER', payout_usd: '40.000000' }),
        expect.objectContaining({
          redemption_type: 'LOSER',
          payout_usd: '0.000000',
          redemption_attempts: 0,
        }),
      ]),
    );
  });

  it('shares a payout among the strategies by what each still holds', async () => {
    const holding = winner({ shares: money.shares('70'), payoutUsd: money.usd('70') });
    const other = fillConfirmed({ ...secondEntry, strategyId: 'strategy-2' });
    await take(
      ...held,
      other,
      fillConfirmed(tenSold),
      redemptionRequested({ holdings: [holding] }),
    );
    await take(redemptionConfirmed({ holdings: [holding] }));

    expect(await rows()).toMatchObject([{ shares: '30.000000', payout_usd: '30.000000' }]);
    expect(await rows('strategy-2')).toMatchObject([{ payout_usd: '40.000000' }]);
  });

  it('shares a payout out to the last micro', async () => {
    const orders = ['a', 'b', 'c'].map((name) =>
      fillConfirmed({ ...secondEntry, orderId: uuidFrom(name), signalId: name }),
    );
    const holding = winner({ payoutUsd: money.usd('100') });
    const plan = { holdings: [holding] };
    await take(...orders, redemptionRequested(plan), redemptionConfirmed(plan));

    const parts = (await rows()).map(({ payout_usd }) => money.usd(payout_usd ?? '0'));
    expect(money.decimal(money.sum(parts))).toBe('100');
  });

  it('has nothing for a strategy that sold everything', async () => {
    await take(...held, fillConfirmed(exit), redemptionRequested());

    expect(await rows()).toHaveLength(0);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      ...held,
      fillConfirmed({ ...secondEntry, shares: money.shares('7') }),
      fillConfirmed(tenSold),
      redemptionRequested(),
      redemptionSigned(),
      redemptionFailed({ reason: 'dropped' }),
      redemptionSigned(2),
      redemptionSubmitted(2),
      redemptionConfirmed(),
    );
    const whole = await tables.rebuild(redemptions, facts, 100);

    await tables.empty(redemptions);
    await tables.take(redemptions, facts.slice(0, 4));
    await tables.lose(redemptions, facts.slice(4));
    await tables.take(redemptions, facts.slice(4));
    expect(await tables.hash(redemptions)).toEqual(whole);
    expect(await tables.rebuild(redemptions, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(redemptions, facts, 3)).toEqual(whole);
  });
});
