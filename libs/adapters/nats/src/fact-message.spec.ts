import { describe, expect, it } from '@jest/globals';
import { UnknownFactError } from '@sluice/contracts';
import { examples } from '@sluice/domain/testing';
import { LedgerIntegrityError, type Revision } from '@sluice/ports';
import { factsToStore, readFact, recorded, storedAt, type FactToStore } from './fact-message.js';

const AT = '2026-01-01T00:00:00.000Z';
const fact = examples.orderRequested();
const [toStore] = factsToStore(
  {
    stream: { aggregate: 'order', id: 'order-1', partitionKey: 'account-1' },
    ...{ facts: [fact], causeId: 'cause-1', journeyId: 'signal-1' },
    expected: { revision: 0 as Revision, version: 0 },
  },
  { source: 'executor', at: AT },
) as readonly [FactToStore];

describe('a message of the ledger', () => {
  it('is the same fact for who reads it at once and who reads its data later', () => {
    const { previousPosition, ...read } = readFact(storedAt(toStore, 7));
    expect(previousPosition).toBe(0);
    expect(recorded(storedAt(toStore, 7))).toEqual(read);
    expect({ ...recorded(storedAt(toStore, 7)) }).toStrictEqual(read);
    expect(read).toMatchObject({ ...fact, position: 7, version: 1, at: AT, source: 'executor' });
  });

  it('with a payload that is none is told to who asks for its data', () => {
    const broken = storedAt({ ...toStore, payload: '{"order":' }, 7);
    const known = recorded(broken);
    expect(known.type).toBe('OrderRequested');
    expect(() => known.data).toThrow(LedgerIntegrityError);
    expect(() => readFact(broken)).toThrow('position 7');
  });

  it('of a type or version that is not known is no fact for anybody', () => {
    const typed = { ...toStore.headers, 'ce-type': 'OrderDreamt' };
    expect(() => recorded(storedAt({ ...toStore, headers: typed }, 7))).toThrow(UnknownFactError);
    const later = Object.keys(toStore.headers).find((name) => /schema/i.test(name)) ?? '';
    const newer = { ...toStore.headers, [later]: '2' };
    expect(() => recorded(storedAt({ ...toStore, headers: newer }, 7))).toThrow(UnknownFactError);
  });
});
