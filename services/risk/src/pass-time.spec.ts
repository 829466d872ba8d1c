import { afterEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { accountStream } from '@sluice/reactions';
import { passTime } from './pass-time.js';
import { openRisk, silentLog } from './testing/open-risk.js';
import { until } from './testing/until.js';

const { accountId, breakerTripped, later, readyToTrade } = examples;

describe('time that passes for accounts', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const begin = (risk: ReturnType<typeof openRisk>): void => {
    const { decisions, clock } = risk;
    const time = passTime({
      ...{ decisions, clock, log: silentLog },
      accounts: () => [accountId],
      intervalMs: 2,
    });
    stops.push(() => time.stop());
  };

  it('clears a breaker when its time has passed, though no signal comes', async () => {
    const risk = openRisk();
    await risk.given(...breaker(later(60_000)));
    begin(risk);
    risk.clock.pass(60_000);
    await until(async () => (await risk.writtenTypes()).length > 0);
    expect(await risk.writtenTypes()).toStrictEqual(['BreakerCleared']);
    expect((await risk.state()).strategies.get(examples.strategyId)?.breakers).toStrictEqual([]);
  });

  it('asks nothing of the ledger while nothing is due', async () => {
    const risk = openRisk();
    await risk.given(...breaker(later(60_000)));
    begin(risk);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await risk.writtenTypes()).toStrictEqual([]);
    const { version } = await risk.ledger.load(accountStream(accountId));
    expect(version).toBe(3);
  });

  const breaker = (until: string) => [...readyToTrade(), breakerTripped({ until })];
});
