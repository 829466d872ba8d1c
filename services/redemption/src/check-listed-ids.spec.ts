import { describe, expect, it } from '@jest/globals';
import type { ChainMarket } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import { checkListedIds } from './check-listed-ids.js';
import type { RedemptionContext } from './redemption.context.js';
import { openDesk } from './testing/desk.js';

/** Markets as they are listed, by whether they are neg-risk. */
const starting = (...listed: readonly boolean[]) => {
  const context = openDesk().start();
  const checked: ChainMarket[] = [];
  const database = {
    query: () => Promise.resolve(listed.map((_, index) => ({ condition_id: String(index) }))),
  } as unknown as DataSource;
  const check = (checkIds: RedemptionContext['redeemer']['checkIds']): Promise<void> =>
    checkListedIds({
      ...{ ...context, database },
      marketOf: (conditionId) => {
        const market = { conditionId, tokenIds: [], negRisk: listed[Number(conditionId)] ?? false };
        return Promise.resolve({ market, payout: undefined });
      },
      redeemer: {
        ...context.redeemer,
        checkIds: async (market) => {
          checked.push(market);
          return checkIds(market);
        },
      },
    });
  return { check, checked: () => checked.map(({ conditionId }) => conditionId) };
};
const named = (name: string) => Object.assign(new Error('no'), { name });

describe('checking ids at start', () => {
  it('recomputes one of each kind', async () => {
    const { check, checked } = starting(false, false, true, true, false);
    await check(() => Promise.resolve());
    expect(checked()).toStrictEqual(['0', '2']);
  });

  it('lets nothing start with a wrong address', async () => {
    const { check } = starting(false);
    await expect(check(() => Promise.reject(named('ChainIntegrityError')))).rejects.toThrow('no');
  });

  it('waits for no node: each id is checked again before it is redeemed', async () => {
    const { check, checked } = starting(false, true);
    await check(() => Promise.reject(named('ChainUnavailableError')));
    expect(checked()).toStrictEqual(['0']);
  });
});
