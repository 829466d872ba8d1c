import { afterEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { WalletBalance } from '@sluice/ports';
import { orderStream, redemptionStream } from '@sluice/reactions';
import { createInMemoryBalances, recordFacts } from '@sluice/testing';
import { openDesk, type Desk } from './testing/desk.js';
import { until } from './testing/until.js';
import { watchBalance, type BalanceWatch } from './watch-balance.js';

const { accountId, at, conditionId } = examples;

describe('watching what the wallet has to spend', () => {
  let watch: BalanceWatch | undefined;
  afterEach(() => watch?.stop());

  function begin({ intervalMs = 60_000, pauseMs = 1 } = {}) {
    const desk = openDesk();
    const seen: WalletBalance[] = [];
    const balances = createInMemoryBalances();
    balances.watch((balance) => void seen.push(balance));
    let freeUsd = money.usd('100');
    const purse = {
      seen,
      isAway: false,
      asked: 0,
      refreshed: 0,
      set: (decimal: string) => (freeUsd = money.usd(decimal)),
    };
    const balance = () => {
      purse.asked += 1;
      return purse.isAway ? Promise.reject(new Error('no venue')) : Promise.resolve(freeUsd);
    };
    const { clock, log } = desk.start();
    const refreshBalance = () => {
      purse.refreshed += 1;
      return purse.isAway ? Promise.reject(new Error('no venue')) : Promise.resolve();
    };
    const venue = { balance: balance as () => Promise<bigint>, refreshBalance };
    watch = watchBalance({ accountId, venue, balances, clock, log, intervalMs, pauseMs });
    return { ...purse, purse, desk };
  }
  async function happen(desk: Desk, fact: Fact): Promise<void> {
    const stream =
      fact.type === 'RedemptionConfirmed'
        ? redemptionStream(accountId, conditionId)
        : orderStream('order-1', accountId);
    const [recorded] = await recordFacts(desk.ledger, stream, fact);
    for (const reaction of watch?.reactions ?? []) {
      if (reaction.on === fact.type)
        await reaction.handle({ ...desk.start(), accountId }, recorded);
    }
  }

  it('tells it at once and at a steady pace', async () => {
    const { seen, purse } = begin({ intervalMs: 2 });
    await until(() => seen.length > 0);
    expect(seen[0]).toStrictEqual({ accountId, freeUsd: money.usd('100'), at });
    purse.set('80.5');
    await until(() => seen.at(-1)?.freeUsd === money.usd('80.5'));
  });

  it.each([
    examples.orderFilled(),
    examples.fillConfirmed(),
    examples.fillFailed(),
    examples.orderClosed(),
    examples.redemptionConfirmed(),
  ])('looks again soon after money moved: $type', async (fact) => {
    const { seen, purse, desk } = begin();
    await until(() => seen.length === 1);
    purse.set('60');
    await happen(desk, fact);
    await until(() => seen.length === 2);
    expect(seen[1]).toMatchObject({ freeUsd: money.usd('60') });
  });

  it('has the venue look at the chain after a payout, until it did', async () => {
    const { seen, purse, desk } = begin({ intervalMs: 5 });
    await until(() => seen.length === 1);
    await happen(desk, examples.orderFilled());
    expect(purse.refreshed).toBe(0);
    purse.isAway = true;
    await happen(desk, examples.redemptionConfirmed());
    await until(() => purse.refreshed > 1);
    purse.isAway = false;
    const tries = purse.refreshed;
    await until(() => purse.refreshed > tries);
    const told = seen.length;
    await until(() => seen.length > told + 1);
    expect(purse.refreshed).toBe(tries + 1);
  });

  it('leaves other accounts alone, and asks once for many movements at a time', async () => {
    const { seen, purse, desk } = begin({ pauseMs: 20 });
    await until(() => seen.length === 1);
    await happen(desk, examples.orderFilled({ accountId: 'another' }));
    for (let count = 0; count < 5; count += 1) await happen(desk, examples.orderFilled());
    await until(() => seen.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(purse.asked).toBe(2);
  });

  it('goes on when the venue does not answer', async () => {
    const { seen, purse } = begin({ intervalMs: 2 });
    await until(() => seen.length > 0);
    purse.isAway = true;
    const before = purse.asked;
    await until(() => purse.asked > before + 1);
    purse.isAway = false;
    const told = seen.length;
    await until(() => seen.length > told);
  });
});
