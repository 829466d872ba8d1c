import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { openDesk, type Desk } from './testing/desk.js';
import { until } from './testing/until.js';
import { venueFacts } from './venue-facts.js';
import { watchCondition, type ConditionWatch } from './watch-condition.js';

const { accountId } = examples;

describe('watching how much the venue takes', () => {
  let desk: Desk;
  let watch: ConditionWatch;
  let warnings: string[];
  beforeEach(() => {
    desk = openDesk();
    warnings = [];
    const { decisions, venue, clock } = desk.start();
    const facts = venueFacts({ decisions, clock }, accountId);
    const warn = (_: unknown, line?: string) => void warnings.push(line ?? '');
    watch = watchCondition({ venue, facts, log: { warn } as never, intervalMs: 1 });
  });
  afterEach(() => watch.stop());
  const conditions = async () =>
    (await desk.facts('VenueConditionChanged')).map(({ data }) =>
      'condition' in data ? data.condition : undefined,
    );

  it('tells each change once', async () => {
    desk.venue.setCondition('cancel_only');
    await until(async () => (await conditions()).length === 1);
    desk.venue.setCondition('open');
    await until(async () => (await conditions()).length === 2);
    expect(await conditions()).toStrictEqual(['cancel_only', 'open']);
  });

  it('believes what the answer to an order said before it asks again', async () => {
    await watch.stop();
    await watch.heard('geoblocked', 'not from here');
    expect(await conditions()).toStrictEqual(['geoblocked']);
  });

  it('takes a sending that was only too early for no condition', async () => {
    await watch.stop();
    desk.venue.setCondition('open');
    await watch.heard('open', 'too many at once');
    expect(await conditions()).toStrictEqual([]);
  });

  it('concludes nothing from a venue that cannot be asked', async () => {
    desk.venue.setDown(true);
    await until(() => warnings.includes('the venue could not be asked what it takes'));
    expect(await conditions()).toStrictEqual([]);
  });

  it('warns when the clocks are too far apart', async () => {
    desk.venue.setClockSkew(-6_000);
    await until(() => warnings.some((line) => line.includes('clock')));
    expect(watch.latest()).toMatchObject({ clockSkewMs: -6_000 });
  });
});
