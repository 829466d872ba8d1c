import { beforeEach, describe, expect, it } from '@jest/globals';
import type { venueAccount } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { venueStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { entryGate } from './entry-gate.js';
import { openDesk, type Desk } from './testing/desk.js';
import { venueFacts } from './venue-facts.js';

const { accountId } = examples;
const entry = { reduceOnly: false };
const exit = { reduceOnly: true };

describe('the gate before signing', () => {
  let desk: Desk;
  let healthy: boolean;
  beforeEach(() => {
    desk = openDesk();
    healthy = true;
  });
  const given = async (...facts: readonly venueAccount.Event[]) => {
    for (const fact of facts) await recordFacts(desk.ledger, venueStream(accountId), fact);
    const known = venueFacts(desk.start(), accountId);
    return entryGate({ facts: known, heartbeat: { healthy: () => healthy } });
  };

  it('is open when all is well', async () => {
    const gate = await given(examples.venueReconciled());
    expect(await gate(entry)).toBeUndefined();
    expect(await gate(exit)).toBeUndefined();
  });

  it('has entries wait until everything was compared, at every start', async () => {
    const why = 'not all there is at the venue was compared yet';
    const gate = await given();
    expect(await gate(entry)).toStrictEqual({ kind: 'waits', why });
    const again = await given(examples.venueReconciled(), examples.venueUnreconciled());
    expect(await again(entry)).toStrictEqual({ kind: 'waits', why });
    expect(await again(exit)).toBeUndefined();
  });

  it('refuses entries and holds exits while the venue takes nothing', async () => {
    const gate = await given(
      examples.venueReconciled(),
      examples.venueConditionChanged({ condition: 'restarting' }),
    );
    expect(await gate(entry)).toStrictEqual({ kind: 'refused', why: 'the venue is restarting' });
    expect(await gate(exit)).toStrictEqual({ kind: 'waits', why: 'the venue is restarting' });
  });

  it('lets exits through while the account may only close', async () => {
    const gate = await given(
      examples.venueReconciled(),
      examples.venueConditionChanged({ condition: 'closed_only' }),
    );
    expect(await gate(entry)).toMatchObject({ kind: 'refused' });
    expect(await gate(exit)).toBeUndefined();
  });

  it('refuses entries while the user stream is blind', async () => {
    const gate = await given(examples.venueReconciled(), examples.userStreamLost());
    expect(await gate(entry)).toMatchObject({ kind: 'refused' });
    expect(await gate(exit)).toBeUndefined();
  });

  it('has entries wait for the first heartbeat of a process', async () => {
    healthy = false;
    const gate = await given(examples.venueReconciled());
    expect(await gate(entry)).toMatchObject({ kind: 'waits' });
    expect(await gate(exit)).toBeUndefined();
  });
});
