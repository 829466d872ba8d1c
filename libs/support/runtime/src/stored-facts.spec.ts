import { describe, expect, it } from '@jest/globals';
import type { StreamId } from '@sluice/ports';
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { createInMemoryLedger, recordFacts } from '@sluice/testing';
import { packFact, unpackFact } from './stored-facts.js';

const stream: StreamId = { aggregate: 'order', id: 'order-1', partitionKey: 'account-1' };
const recorded = async (fact: Fact) => (await recordFacts(createInMemoryLedger(), stream, fact))[0];

describe('a fact carried by an effect', () => {
  it.each([
    examples.orderRequested(),
    examples.signalApproved(),
    examples.marketResolved(),
    examples.redemptionRequested(),
    examples.alertRaised(),
  ])('comes out as it went in, through JSON: %#', async (fact) => {
    const original = await recorded(fact);
    const stored = JSON.parse(JSON.stringify(packFact(original))) as unknown;
    expect(unpackFact(fact.type, stored)).toStrictEqual(original);
  });

  it('is only taken for what it is', async () => {
    const packed = packFact(await recorded(examples.orderRequested()));
    expect(() => unpackFact('SignalApproved', packed)).toThrow(
      'An effect holds OrderRequested where SignalApproved was expected',
    );
  });

  it.each([undefined, {}, { type: 'OrderRequested' }])(
    'is not made of anything else: %p',
    (payload) => {
      expect(() => unpackFact('OrderRequested', payload)).toThrow();
    },
  );
});
