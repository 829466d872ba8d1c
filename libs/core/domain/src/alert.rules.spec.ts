/** Rules of alerts that hold for every history. */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import * as alert from './alert.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const channel = fc.constantFrom('email', 'webhook', 'log');

const command: fc.Arbitrary<alert.Command> = fc.oneof(
  fc.constant(examples.raiseAlert()),
  channel.map((name) => examples.recordDelivery({ channel: name })),
  channel.map((name) => examples.giveUpDelivery({ channel: name })),
  fc.constantFrom('ana', 'ben').map(examples.acknowledgeAlert),
  fc.constantFrom('gone', 'settled').map(examples.resolveAlert),
);

describe('alerts, whatever happens', () => {
  obeysTheCommonLaws(alert.decider, command);

  it('are settled at most once on each channel', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const channels = factsOf(alert.decider, commands).flatMap((fact) =>
          fact.type === 'AlertDelivered' || fact.type === 'AlertUndelivered'
            ? [fact.data.channel]
            : [],
        );
        return new Set(channels).size === channels.length;
      }),
      { numRuns: RUNS },
    );
  });

  it('begin by being raised, and are raised, acknowledged and resolved at most once', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const types = factsOf(alert.decider, commands).map(({ type }) => type);
        const times = (type: alert.Event['type']) => types.filter((each) => each === type).length;
        return (
          (types[0] ?? 'AlertRaised') === 'AlertRaised' &&
          times('AlertRaised') <= 1 &&
          times('AlertAcknowledged') <= 1 &&
          times('AlertResolved') <= 1
        );
      }),
      { numRuns: RUNS },
    );
  });
});
