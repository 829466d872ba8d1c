import { describe, expect, it } from '@jest/globals';
import { type account, money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { openExitWorld, type ExitWorld } from '../testing/exit-world.js';
import { until } from '../testing/until.js';
import { watchExits } from './watch-exits.js';

const { accountId } = examples;
const stop: account.RiskRules = { enableStopLoss: true, stopLossPct: money.ratio('0.1') };

/** What was sent and what came of it, in short. */
const exitsOf = async (world: ExitWorld) =>
  (await world.facts()).flatMap(({ type }) => (type.startsWith('Exit') ? [type] : []));

describe('watching exits', () => {
  it('sells once what is settled when the bid falls through the stop, through the same gate', async () => {
    const world = await openExitWorld(stop);
    const desk = world.desk();
    const watch = watchExits(desk, { quotes: world.quotes, intervalMs: 5 });
    await until(() => watch.completedAtMs() !== undefined);
    await world.bid('0.48', '0.44', '0.43');
    await until(async () => (await world.ofType('ExitAttempted')).length === 1);
    await world.settle(desk.decisions);
    await until(async () => (await world.ofType('ExitFinished')).length === 1);
    await watch.stop();

    expect(await world.ofType('SignalReceived')).toMatchObject([
      {
        data: {
          source: 'stop_loss',
          side: 'SELL',
          reduceOnly: true,
          orderType: 'FAK',
          limitPrice: money.price('0.40'),
        },
      },
    ]);
    const [approved] = await world.ofType('SignalApproved');
    expect(approved?.data).toMatchObject({ shares: money.shares('40'), reduceOnly: true });
    expect(await exitsOf(world)).toStrictEqual([
      'ExitTriggered',
      'ExitAttempted',
      'ExitAttemptEnded',
      'ExitFinished',
    ]);
    expect(await world.ofType('ExitFinished')).toMatchObject([
      { data: { reason: 'nothing_left' } },
    ]);
    expect(await world.open()).toStrictEqual([]);
  });

  it('does nothing on a quote told twice', async () => {
    const world = await openExitWorld(stop);
    const watch = watchExits(world.desk(), { quotes: world.quotes, intervalMs: 5 });
    await until(() => watch.completedAtMs() !== undefined);
    await world.bid('0.44');
    await world.quotes.publish(
      examples.quote({ bids: [examples.level('0.44')], at: world.clock.now() }),
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    await watch.stop();
    expect(await exitsOf(world)).toStrictEqual([]);
  });

  it('tries again what did not fill, after its pause, until all is sold', async () => {
    const world = await openExitWorld(stop);
    const desk = world.desk();
    world.sales.push('0', '15');
    await world.bid('0.44');
    world.clock.pass(1_000);
    await world.look(desk);
    await world.settle(desk.decisions);
    await world.look(desk);
    expect(await world.ofType('ExitAttempted')).toHaveLength(1);

    for (const [attempts, left] of [
      [2, '25'],
      [3, undefined],
    ] as const) {
      await world.bid('0.44');
      world.clock.pass(1_000);
      await world.look(desk);
      await world.settle(desk.decisions);
      expect(await world.ofType('ExitAttempted')).toHaveLength(attempts);
      const [open] = await world.open();
      expect(
        left === undefined ? '0' : open && money.decimal(open.held.position.settledShares),
      ).toBe(left ?? '0');
    }
    await world.look(desk);
    const attempts = await world.ofType('ExitAttempted');
    expect(attempts.map(({ data }) => money.decimal(data.shares))).toStrictEqual([
      '40',
      '40',
      '25',
    ]);
    expect(await world.ofType('ExitFinished')).toHaveLength(1);
  });

  it('is unprotected after a minute in which a kill stops it, also across restarts', async () => {
    const world = await openExitWorld(stop);
    await world.bid('0.44');
    world.clock.pass(1_000);
    await world.look();
    // Killed between the attempt and its signal: the reactions of the next process send it.
    const kill = { ...examples.accountKilled().data, at: world.clock.now() };
    await recordFacts(world.ledger, accountStream(accountId), {
      type: 'AccountKilled',
      data: kill,
    });
    const next = world.desk();
    await world.settle(next.decisions);
    expect(await world.ofType('ExitAttemptEnded')).toMatchObject([
      { data: { outcome: 'refused', refusals: 1 } },
    ]);
    world.clock.pass(60_000);
    await world.bid('0.44');
    await world.look();
    const [unprotected] = await world.open();
    expect(unprotected?.row.unprotected_since).not.toBeNull();
    expect(await world.ofType('PositionUnprotected')).toMatchObject([
      { data: { leftShares: money.shares('40') } },
    ]);
    expect(await world.ofType('ExitAttempted')).toHaveLength(1);
  });

  it('sends one signal of each attempt, wherever the process ends', async () => {
    const world = await openExitWorld(stop);
    await world.bid('0.44');
    world.clock.pass(1_000);
    await world.look();
    await world.look();
    await world.settle(world.desk().decisions);
    await world.look();
    await world.settle(world.desk().decisions);
    expect(await world.ofType('SignalReceived')).toHaveLength(1);
    expect(await world.ofType('OrderFilled')).toHaveLength(2);
    expect(await world.ofType('ExitFinished')).toHaveLength(1);
  });

  it('remembers the highest bid across restarts', async () => {
    const world = await openExitWorld({ trailingStopPct: money.ratio('0.1') });
    await world.bid('0.60');
    world.clock.pass(1_000);
    await world.look();
    await world.bid('0.54');
    world.clock.pass(1_000);
    await world.look();
    expect(await world.ofType('TrailingHighRaised')).toHaveLength(1);
    expect(await world.ofType('ExitTriggered')).toMatchObject([
      { data: { kind: 'trailing_stop', threshold: 540_000n } },
    ]);
  });

  it('sells everything when a kill says so', async () => {
    const world = await openExitWorld({});
    const data = { ...examples.strategyKilled().data, flatten: true, at: world.clock.now() };
    await recordFacts(world.ledger, accountStream(accountId), { type: 'StrategyKilled', data });
    await world.bid('0.50');
    const desk = world.desk();
    await world.look(desk);
    await world.settle(desk.decisions);
    await world.look(desk);
    expect(await world.ofType('SignalReceived')).toMatchObject([{ data: { source: 'flatten' } }]);
    expect(await world.open()).toStrictEqual([]);
  });
});
