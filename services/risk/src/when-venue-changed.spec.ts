import { beforeEach, describe, expect, it } from '@jest/globals';
import type { venueAccount } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { venueStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { openRisk, type OpenRisk } from './testing/open-risk.js';
import { whenVenueChanged } from './when-venue-changed.js';

const { accountId, later, readyToTrade } = examples;

describe('what an account learns of the venue', () => {
  let risk: OpenRisk;
  beforeEach(async () => {
    risk = openRisk();
    await risk.given(...readyToTrade());
  });

  /** Has risk learn of these facts, each of them twice. */
  async function learn(...facts: readonly venueAccount.Event[]): Promise<void> {
    for (const fact of facts) {
      const [recorded] = await recordFacts(risk.ledger, venueStream(accountId), fact);
      for (const reaction of [...whenVenueChanged, ...whenVenueChanged]) {
        if (reaction.on === fact.type) {
          await reaction.handle({ decisions: risk.decisions }, recorded);
        }
      }
    }
  }
  const isOn = async () => (await risk.state()).breakers.map(({ kind, why }) => `${kind}: ${why}`);

  it('is closed for entries while the heartbeat is lost', async () => {
    await learn(examples.heartbeatLost());
    expect(await isOn()).toStrictEqual([
      `venue_heartbeat: no heartbeat was taken since ${examples.at}: the venue does not answer`,
    ]);
    await learn(examples.heartbeatRestored({ at: later(14_000) }));
    expect(await isOn()).toStrictEqual([]);
    expect(await risk.written('BreakerTripped', 'BreakerCleared')).toMatchObject([
      { data: { accountId, strategyId: undefined, until: undefined, by: 'sluice' } },
      { data: { accountId, why: 'taken again, after 14 s' } },
    ]);
  });

  it('is closed for entries while the user stream is blind', async () => {
    await learn(examples.userStreamLost());
    expect(await isOn()).toMatchObject([expect.stringMatching(/^user_stream: blind since/)]);
    await learn(examples.userStreamRestored({ at: later(1_000) }));
    expect(await isOn()).toStrictEqual([]);
  });

  it('is closed for entries until everything was compared', async () => {
    await learn(examples.venueUnreconciled());
    expect(await isOn()).toStrictEqual(['venue_unreconciled: the executor has started']);
    await learn(examples.venueReconciled());
    expect(await isOn()).toStrictEqual([]);
    expect(await risk.written('BreakerCleared')).toMatchObject([
      { data: { why: '1 orders, 2 trades and 3 positions were compared' } },
    ]);
  });

  it('is closed for entries in every condition but the open one', async () => {
    await learn(examples.venueConditionChanged({ condition: 'cancel_only', detail: 'as said' }));
    expect(await isOn()).toStrictEqual(['venue_condition: the venue is cancel_only: as said']);
    await learn(
      examples.venueConditionChanged({ before: 'cancel_only', condition: 'closed_only' }),
    );
    expect(await isOn()).toHaveLength(1);
    await learn(examples.venueConditionChanged({ before: 'closed_only', condition: 'open' }));
    expect(await isOn()).toStrictEqual([]);
  });

  it('tells a change of version apart, for it needs a person', async () => {
    await learn(
      examples.venueConditionChanged({ condition: 'restarting' }),
      examples.venueConditionChanged({ before: 'restarting', condition: 'version_changed' }),
    );
    expect(await isOn()).toMatchObject([expect.stringMatching(/^venue_version: the venue is/)]);
    await learn(examples.venueConditionChanged({ before: 'version_changed', condition: 'open' }));
    expect(await isOn()).toStrictEqual([]);
  });

  it('hears nothing from a difference, which a person must look at', () => {
    expect(whenVenueChanged.map(({ on }) => on)).not.toContain('DriftFound');
  });
});
