import { describe, expect, it } from '@jest/globals';
import { orderIdOf, signalIdOf, uuidFrom } from './ids.js';

describe('ids that follow from what they name', () => {
  it('are the same for ever: orders and signals on the ledger are found by them', () => {
    expect(signalIdOf('webhook', 'external-1')).toBe('sig-beb45f483aef785acd75c988de097c74');
    expect(orderIdOf('signal-1')).toBe('2f738f92-97b6-862c-b676-e28a61649514');
  });

  it('differ when a sender or its own name for the signal differs', () => {
    const ids = [
      signalIdOf('webhook', 'external-1'),
      signalIdOf('webhook', 'external-2'),
      signalIdOf('model', 'external-1'),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('never confuse where one word ends and the next begins', () => {
    expect(signalIdOf('ab', 'c')).not.toBe(signalIdOf('a', 'bc'));
    expect(uuidFrom('1:a', 'b')).not.toBe(uuidFrom('1', 'a', 'b'));
  });

  it('are UUIDs that Postgres takes', () => {
    expect(uuidFrom('order', 'signal-1')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
