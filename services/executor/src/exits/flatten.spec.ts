import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { openExitWorld } from '../testing/exit-world.js';
import { flatten } from './flatten.js';

const asked = { accountId: 'account-1', by: 'anna', why: 'out of this market' };

describe('flattening', () => {
  it('sells what is held, attempt after attempt, without any rule', async () => {
    const world = await openExitWorld({});
    const desk = world.desk();
    world.sales.push('30');
    expect(await flatten(desk, asked)).toStrictEqual([
      { strategyId: 'strategy-1', tokenId: 'token-yes', begun: true },
    ]);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await world.bid('0.50');
      world.clock.pass(1_000);
      await world.look(desk);
      await world.settle(desk.decisions);
    }
    await world.look(desk);
    expect(await world.ofType('SignalReceived')).toMatchObject([
      { data: { source: 'flatten', limitPrice: money.price('0.47') } },
      { data: { source: 'flatten' } },
    ]);
    expect(await world.ofType('ExitTriggered')).toMatchObject([
      { data: { kind: 'flatten', by: 'anna', why: 'out of this market', forKill: false } },
    ]);
    expect(await world.ofType('ExitFinished')).toMatchObject([
      { data: { reason: 'nothing_left' } },
    ]);
  });

  it('leaves other strategies, outcomes and accounts alone', async () => {
    const world = await openExitWorld({});
    const desk = world.desk();
    expect(await flatten(desk, { ...asked, strategyId: 'another' })).toStrictEqual([]);
    expect(await flatten(desk, { ...asked, tokenId: 'another' })).toStrictEqual([]);
    expect(await flatten(desk, { ...asked, accountId: 'another' })).toStrictEqual([]);
    expect(await world.ofType('ExitTriggered')).toStrictEqual([]);
  });

  it('says what is being left already', async () => {
    const world = await openExitWorld({});
    await flatten(world.desk(), asked);
    expect(await flatten(world.desk(), asked)).toMatchObject([{ begun: false }]);
    expect(await world.ofType('ExitTriggered')).toHaveLength(1);
  });
});
