import { describe, expect, it } from '@jest/globals';
import { fold } from './decider.js';
import * as order from './order.js';
import { ORDER_FACTS, orderStatusAfter, type OrderStatus } from './order-status.js';
import { examples } from './testing/index.js';

const { fillConfirmed, fillFailed, orderAccepted, orderClosed, orderFilled } = examples;
const { orderCancelRequested, orderRejected, orderRequested, orderUnconfirmed } = examples;

const followed = (facts: readonly order.Event[]) =>
  facts.reduce<OrderStatus | undefined>(orderStatusAfter, undefined);

const everyFact = [
  orderRequested(),
  orderAccepted(),
  orderRejected(),
  orderUnconfirmed(),
  orderFilled(),
  fillConfirmed(),
  fillFailed(),
  orderClosed(),
  orderCancelRequested(),
];

describe('the status of an order', () => {
  it.each([
    ['requested', [orderRequested()]],
    ['live', [orderRequested(), orderAccepted()]],
    ['unconfirmed', [orderRequested(), orderUnconfirmed()]],
    ['rejected', [orderRequested(), orderRejected()]],
    ['live', [orderRequested(), orderRejected(), orderFilled()]],
    ['live', [orderRequested(), orderAccepted(), orderCancelRequested()]],
    ['closed', [orderRequested(), orderClosed(), orderFilled(), fillConfirmed()]],
  ])('is %s', (status, facts) => {
    expect(followed(facts)).toBe(status);
  });

  it('is nothing for an order that was never requested', () => {
    for (const fact of everyFact.slice(1)) expect(followed([fact])).toBeUndefined();
  });

  it('is what the whole order says, after any three facts', () => {
    const stories = everyFact.flatMap((one) =>
      everyFact.flatMap((two) => everyFact.map((three) => [orderRequested(), one, two, three])),
    );
    for (const facts of stories) {
      expect(followed(facts)).toBe(fold(order.decider, facts).kind);
    }
  });

  it('is asked of every fact of an order', () => {
    expect([...ORDER_FACTS]).toEqual(everyFact.map(({ type }) => type));
  });
});
