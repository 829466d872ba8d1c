import { beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { driftsOf, type Look } from './drifts.js';
import { openDesk, type Desk } from './testing/desk.js';
import { venueFacts } from './venue-facts.js';

const { accountId, drift, later, noToken, yesToken } = examples;
const { since: _, ...sight } = drift();
const look = (fields: Partial<Look> = {}): Look => ({
  ...{ kind: 'position_differs', sights: [sight], resolvedBy: 'both agree' },
  ...fields,
});

describe('differences from the venue', () => {
  let desk: Desk;
  let take: (look: Look) => Promise<void>;
  const start = (): void => {
    const { decisions, clock } = desk.start();
    ({ take } = driftsOf({ facts: venueFacts({ decisions, clock }, accountId), clock }));
  };
  beforeEach(() => {
    desk = openDesk();
    start();
  });

  it('are none at one look, nor at many within the time that settling takes', async () => {
    await take(look());
    desk.clock.pass(119_999);
    await take(look());
    expect(await desk.factTypes()).toStrictEqual([]);
  });

  it('are a fact when they are seen twice and for long enough, once', async () => {
    await take(look());
    desk.clock.pass(120_000);
    await take(look());
    await take(look());
    expect(await desk.facts()).toMatchObject([
      { type: 'DriftFound', data: { ...sight, since: examples.at, at: later(120_000) } },
    ]);
  });

  it('begin anew when a look in between does not see them', async () => {
    await take(look());
    await take(look({ sights: [] }));
    desk.clock.pass(120_000);
    await take(look());
    expect(await desk.factTypes()).toStrictEqual([]);
  });

  it('are resolved when they are no longer seen, also by the next process', async () => {
    await take(look());
    desk.clock.pass(120_000);
    await take(look());
    start();
    await take(look({ sights: [] }));
    expect(await desk.facts('DriftResolved')).toMatchObject([{ data: { how: 'both agree' } }]);
  });

  it('stay while nobody looks at them', async () => {
    await take(look());
    desk.clock.pass(120_000);
    await take(look());
    await take(look({ sights: [], lookedAt: new Set([noToken]) }));
    await take(look({ kind: 'order_missing', sights: [] }));
    expect(await desk.facts('DriftResolved')).toStrictEqual([]);
    await take(look({ sights: [], lookedAt: new Set([yesToken]) }));
    expect(await desk.facts('DriftResolved')).toHaveLength(1);
  });
});
