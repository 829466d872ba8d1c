import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { entryGate, type EntryGate } from './entry-gate.js';
import { keepHeartbeat, LOST_AFTER_MS, type Heartbeat } from './keep-heartbeat.js';
import { openDesk, type Desk } from './testing/desk.js';
import { until } from './testing/until.js';
import { venueFacts } from './venue-facts.js';

const { accountId } = examples;

describe("holding the venue's dead man's switch", () => {
  let desk: Desk;
  let heartbeat: Heartbeat;
  let gate: EntryGate;
  let mayBeat: boolean;
  let restored: number;
  let looks: number;
  beforeEach(async () => {
    desk = openDesk();
    mayBeat = true;
    restored = 0;
    looks = 0;
    const { decisions, venue, clock } = desk.start();
    const facts = venueFacts({ decisions, clock }, accountId);
    await facts.tell({
      type: 'CompleteReconciliation',
      data: { through: examples.at, orders: 0, trades: 0, positions: 0 },
    });
    heartbeat = keepHeartbeat({
      venue,
      facts,
      mayBeat: () => {
        looks += 1;
        return mayBeat;
      },
      clock,
      log: { warn: () => undefined },
      intervalMs: 5_000,
      lookEveryMs: 1,
      onRestored: () => void (restored += 1),
    });
    gate = entryGate({ facts, heartbeat });
    await until(() => desk.venue.beats() === 1);
  });
  afterEach(() => heartbeat.stop());

  const tried = async (): Promise<void> => {
    const before = looks;
    await until(() => looks > before + 1);
  };
  const happened = async () => (await desk.factTypes()).slice(1);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('beats every five seconds and no oftener', async () => {
    desk.clock.pass(4_999);
    await pause();
    expect(desk.venue.beats()).toBe(1);
    desk.clock.pass(1);
    await until(() => desk.venue.beats() === 2);
    expect(heartbeat.healthy()).toBe(true);
    expect(await happened()).toStrictEqual([]);
  });

  it('lets no entry through from the moment one may be late, and exits all the same', async () => {
    desk.venue.setDown(true);
    desk.clock.pass(LOST_AFTER_MS - 1);
    await tried();
    expect(await gate({ reduceOnly: false })).toBeUndefined();
    expect(await happened()).toStrictEqual([]);

    desk.clock.pass(1);
    expect(heartbeat.healthy()).toBe(false);
    expect(await gate({ reduceOnly: false })).toBeDefined();
    await until(async () => (await happened()).length > 0);
    expect(await desk.facts('HeartbeatLost')).toMatchObject([
      { data: { since: examples.at, why: 'Error: the venue does not answer' } },
    ]);
    expect(await gate({ reduceOnly: false })).toStrictEqual({
      kind: 'refused',
      why: `no heartbeat was taken since ${examples.at}`,
    });
    expect(await gate({ reduceOnly: true })).toBeUndefined();
  });

  it('is restored by the next one that is taken, and has the orders looked up', async () => {
    desk.venue.setDown(true);
    desk.clock.pass(LOST_AFTER_MS);
    await until(async () => (await happened()).length > 0);
    desk.venue.setDown(false);
    await until(() => restored === 1);
    expect(await happened()).toStrictEqual(['HeartbeatLost', 'HeartbeatRestored']);
    expect(await gate({ reduceOnly: false })).toBeUndefined();
  });

  it('does not beat while another process holds the right to', async () => {
    mayBeat = false;
    desk.clock.pass(LOST_AFTER_MS);
    await until(async () => (await happened()).length > 0);
    expect(desk.venue.beats()).toBe(1);
    expect(await desk.facts('HeartbeatLost')).toMatchObject([
      { data: { why: 'another process holds the right to beat for this key' } },
    ]);
  });
});
