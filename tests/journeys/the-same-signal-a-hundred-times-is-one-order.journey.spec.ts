/** A sender that does not know whether it was heard sends again, as often as it likes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  entry,
  ofType,
  postSignal,
  registerStrategy,
  startJourney,
  until,
  untilQuoted,
  type Answer,
  type Journey,
} from './journey.js';

describe('the same signal a hundred times at once', () => {
  let journey: Journey;
  let answers: readonly Answer[];

  beforeAll(async () => {
    journey = await startJourney({ venueArgs: ['--markets', '1', '--duration', '120'] });
    const { stack, facts } = journey;
    await registerStrategy(stack);
    await untilQuoted(stack);
    const signal = entry(stack, 'heard-or-not');
    answers = await Promise.all(Array.from({ length: 100 }, () => postSignal(stack, signal)));
    await until('end of the order', () => ofType(facts, 'OrderClosed')[0]);
    // Once more, long after: it is remembered for ever.
    answers = [...answers, await postSignal(stack, signal)];
  }, 90_000);

  afterAll(() => journey.stop(), 60_000);

  it('is answered a hundred times with the same signal id, and taken once', () => {
    expect(answers.filter(({ status }) => status !== 202 && status !== 200)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body['signalId'])).size).toBe(1);
    expect(answers.at(-1)).toMatchObject({ status: 200, body: { status: 'already_received' } });
  });

  it('is one signal, one approval and one signed order on the ledger', () => {
    const { facts } = journey;
    for (const type of ['SignalReceived', 'SignalApproved', 'OrderRequested'] as const) {
      expect(ofType(facts, type)).toHaveLength(1);
    }
    expect(ofType(facts, 'SignalRefused')).toEqual([]);
  });

  it('is one order at the venue', async () => {
    const response = await fetch(`${journey.stack.venue.control}/state`);
    expect(await response.json()).toMatchObject({ orders: 1 });
  });
});
