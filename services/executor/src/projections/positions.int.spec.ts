/** Positions on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { openPositions, positions } from './positions.js';
import { exit } from './testing/orders.js';

const { accountId, fillConfirmed, fillFailed, loser, lossConfirmed, orderFilled } = examples;
const { redemptionConfirmed, winner, yesToken } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(positions));
afterAll(() => tables.drop());

const take = (...facts: readonly Fact[]) => tables.take(positions, recorded(...facts));
const open = () => openPositions(tables.database, accountId);
const tenSold = { ...exit, shares: money.shares('10'), amountUsd: money.usd('6') };

describe('positions', () => {
  it('holds what was bought, provisional until settled, at its cost with fees', async () => {
    await take(orderFilled({ feeUsd: money.usd('0.05') }), orderFilled({ tradeId: 'trade-2' }));
    await take(fillConfirmed({ feeUsd: money.usd('0.05') }));

    expect(await open()).toMatchObject([
      {
        strategy_id: 'strategy-1',
        provisional_shares: '40.000000',
        settled_shares: '40.000000',
        cost_usd: '40.050000',
      },
    ]);
  });

  it('costs what the chain booked once that is known', async () => {
    const settled = { amountUsd: money.usd('19.9'), feeUsd: money.usd('0.2') };
    await take(orderFilled(), orderFilled({ tradeId: 'trade-2' }), fillConfirmed({ settled }));

    expect(await open()).toMatchObject([{ cost_usd: '40.100000' }]);
  });

  it('gives up what failed to settle', async () => {
    await take(orderFilled(), orderFilled({ tradeId: 'trade-2' }), fillFailed());

    expect(await open()).toMatchObject([
      { provisional_shares: '40.000000', cost_usd: '20.000000' },
    ]);
  });

  it('takes the cost of what is sold out with it, and back when the sale fails', async () => {
    await take(orderFilled(), fillConfirmed(), orderFilled(tenSold));
    expect(await open()).toMatchObject([{ settled_shares: '30.000000', cost_usd: '15.000000' }]);

    await take(fillFailed(tenSold));
    expect(await open()).toMatchObject([
      { settled_shares: '40.000000', cost_usd: '20.000000', unsettled_sales: {} },
    ]);
  });

  it('brings a position back whose last sale failed, at the cost it had', async () => {
    const allSold = { ...exit, amountUsd: money.usd('24') };
    await take(orderFilled(), fillConfirmed(), orderFilled(allSold));
    expect(await open()).toHaveLength(0);

    await take(fillFailed(allSold));
    expect(await open()).toMatchObject([{ settled_shares: '40.000000', cost_usd: '20.000000' }]);
  });

  it('ends with the payout, for every strategy that holds the outcome', async () => {
    await take(orderFilled(), fillConfirmed());
    await take(orderFilled({ strategyId: 'strategy-2' }), redemptionConfirmed());

    expect(await open()).toHaveLength(0);
  });

  it('shrinks by the sets that were merged, with their part of the cost, for all alike', async () => {
    const { walletActionConfirmed } = examples;
    await take(orderFilled(), fillConfirmed(), orderFilled({ strategyId: 'strategy-2' }));
    await take(walletActionConfirmed(), walletActionConfirmed({ work: examples.approving }));

    expect(await open()).toMatchObject([
      { settled_shares: '35.000000', provisional_shares: '0.000000', cost_usd: '17.500000' },
      { settled_shares: '0.000000', provisional_shares: '35.000000', cost_usd: '17.500000' },
    ]);
  });

  it('shrinks by what somebody else redeemed, and keeps the rest', async () => {
    await take(orderFilled(), fillConfirmed());
    const part = winner({ shares: money.shares('15'), payoutUsd: money.usd('15') });
    await take(examples.redemptionFoundElsewhere({ holdings: [part] }));
    expect(await open()).toMatchObject([{ settled_shares: '25.000000', cost_usd: '12.500000' }]);

    await take(redemptionConfirmed());
    expect(await open()).toHaveLength(0);
  });

  it('ends with a confirmed loss, and leaves other accounts alone', async () => {
    await take(orderFilled(), orderFilled({ accountId: 'account-2' }));
    await take(lossConfirmed({ holdings: [loser({ tokenId: yesToken })] }));

    expect(await open()).toHaveLength(0);
    expect(await openPositions(tables.database, 'account-2')).toHaveLength(1);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      orderFilled(),
      orderFilled({ strategyId: 'strategy-2', tradeId: 'trade-2' }),
      fillConfirmed(),
      orderFilled(tenSold),
      redemptionConfirmed({ holdings: [winner()] }),
      orderFilled({ tradeId: 'trade-3' }),
      fillConfirmed(tenSold),
    );
    const whole = await tables.rebuild(positions, facts, 100);

    await tables.empty(positions);
    await tables.take(positions, facts.slice(0, 2));
    await tables.lose(positions, facts.slice(2));
    await tables.take(positions, facts.slice(2));
    expect(await open()).toMatchObject([
      { provisional_shares: '40.000000', settled_shares: '0.000000' },
    ]);
    expect(await tables.rebuild(positions, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(positions, facts, 3)).toEqual(whole);
  });
});
