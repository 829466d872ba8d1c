import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import type { Progress } from './ledger-lag.js';
import { openRisk, silentLog, type OpenRisk } from './testing/open-risk.js';
import { until } from './testing/until.js';
import { watchLedgerLag } from './watch-ledger-lag.js';

const { accountId, breakerTripped, readyToTrade } = examples;

describe('the breaker for our own lag', () => {
  let risk: OpenRisk;
  let progress: Progress | undefined;
  let nowMs: number;
  let looks: number;
  let stop: () => Promise<void> = () => Promise.resolve();
  beforeEach(async () => {
    risk = openRisk();
    progress = undefined;
    nowMs = 0;
    looks = 0;
    await risk.given(...readyToTrade());
  });
  afterEach(() => stop());

  function begin(): void {
    const { decisions, clock } = risk;
    const watch = watchLedgerLag({
      lagMaxMs: 5_000,
      ...{ decisions, clock, log: silentLog },
      accounts: () => [accountId],
      progress: () => progress,
      lookEveryMs: 1,
      nowMs: () => {
        looks += 1;
        return nowMs;
      },
    });
    stop = () => watch.stop();
  }
  /** Lets it be so for some seconds, a look each second. */
  async function be(next: Progress, seconds: number): Promise<void> {
    for (let second = 0; second <= seconds; second += 1) {
      progress = next;
      const seen = looks;
      await until(() => looks > seen + 1);
      if (second < seconds) nowMs += 1_000;
      risk.clock.pass(1_000);
    }
  }
  const level = { position: 10, lag: 0 };
  const behind = { position: 10, lag: 2 };
  const levelAgain = { position: 12, lag: 0 };

  it('trips when facts wait for more than five seconds', async () => {
    begin();
    await be(level, 1);
    await be(behind, 5);
    expect(await risk.writtenTypes()).toStrictEqual([]);
    await be(behind, 2);
    expect(await risk.written()).toMatchObject([
      {
        type: 'BreakerTripped',
        data: { accountId, kind: 'ledger_lag', until: undefined, by: 'sluice' },
      },
    ]);
  });

  it('clears once the service was level for ten seconds, and not before', async () => {
    begin();
    await be(level, 1);
    await be(behind, 8);
    await be(levelAgain, 8);
    await be({ position: 12, lag: 1 }, 3);
    await be({ position: 13, lag: 0 }, 8);
    expect(await risk.writtenTypes()).toStrictEqual(['BreakerTripped']);
    await be({ position: 13, lag: 0 }, 5);
    expect(await risk.writtenTypes()).toStrictEqual(['BreakerTripped', 'BreakerCleared']);
    expect((await risk.state()).breakers).toStrictEqual([]);
  });

  it('does not trip while the service catches up after its start', async () => {
    begin();
    await be({ position: 1, lag: 900 }, 20);
    expect(await risk.writtenTypes()).toStrictEqual([]);
    await be({ position: 901, lag: 0 }, 1);
    await be({ position: 901, lag: 5 }, 8);
    expect(await risk.writtenTypes()).toStrictEqual(['BreakerTripped']);
  });

  it('leaves a breaker on that an earlier process tripped, until it has caught up', async () => {
    await risk.given(breakerTripped({ strategyId: undefined, kind: 'ledger_lag' }));
    begin();
    await be({ position: 1, lag: 900 }, 20);
    expect(await risk.writtenTypes()).toStrictEqual([]);
    await be({ position: 901, lag: 0 }, 12);
    expect(await risk.writtenTypes()).toStrictEqual(['BreakerCleared']);
  });
});
