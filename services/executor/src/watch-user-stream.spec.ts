import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { openDesk, type Desk } from './testing/desk.js';
import { until } from './testing/until.js';
import { venueFacts } from './venue-facts.js';
import { BLIND_MAX_MS, watchUserStream, type UserStreamWatch } from './watch-user-stream.js';

const { accountId, later } = examples;

describe('whether the user channel tells what happens', () => {
  let desk: Desk;
  let watch: UserStreamWatch;
  let connected: boolean;
  let reconnected: number;
  let looks: number;
  beforeEach(() => {
    desk = openDesk();
    connected = true;
    reconnected = 0;
    looks = 0;
    const { clock, decisions } = desk.start();
    watch = watchUserStream({
      facts: venueFacts({ decisions, clock }, accountId),
      clock,
      log: { warn: () => undefined },
      isConnected: () => {
        looks += 1;
        return connected;
      },
      reconnect: () => {
        reconnected += 1;
        watch.opened();
        return Promise.resolve();
      },
      lookEveryMs: 1,
    });
    watch.opened();
  });
  afterEach(() => watch.stop());
  const looked = async (): Promise<void> => {
    const before = looks;
    await until(() => looks > before + 3);
  };

  it('takes quiet for no loss', async () => {
    await looked();
    desk.clock.pass(100 * BLIND_MAX_MS);
    await looked();
    expect(await desk.factTypes()).toStrictEqual([]);
    expect(reconnected).toBe(0);
  });

  it('opens it anew when asking shows a fill that it stays silent about', async () => {
    await looked();
    desk.clock.pass(5_000);
    watch.foundByAsking(later(4_000));
    desk.clock.pass(BLIND_MAX_MS);
    await looked();
    expect(reconnected).toBe(0);
    desk.clock.pass(1);
    await until(async () => (await desk.factTypes()).length === 2);
    expect(await desk.facts()).toMatchObject([
      { type: 'UserStreamLost', data: { since: later(5_000) } },
      { type: 'UserStreamRestored' },
    ]);
    expect(reconnected).toBe(1);
  });

  it('is content when the channel tells anything after all', async () => {
    desk.clock.pass(5_000);
    watch.foundByAsking(later(4_000));
    watch.heard();
    desk.clock.pass(2 * BLIND_MAX_MS);
    await looked();
    expect(reconnected).toBe(0);
  });

  it('asks no word of what was matched before it was opened', async () => {
    desk.clock.pass(5_000);
    watch.foundByAsking(later(1_999));
    desk.clock.pass(2 * BLIND_MAX_MS);
    await looked();
    expect(reconnected).toBe(0);
  });

  it('is blind when it has no connection for more than ten seconds', async () => {
    await looked();
    connected = false;
    desk.clock.pass(BLIND_MAX_MS);
    await looked();
    expect(await desk.factTypes()).toStrictEqual([]);
    desk.clock.pass(1);
    await until(async () => (await desk.factTypes()).length === 1);
    await looked();
    connected = true;
    await until(async () => (await desk.factTypes()).length === 2);
    expect(await desk.factTypes()).toStrictEqual(['UserStreamLost', 'UserStreamRestored']);
  });
});
