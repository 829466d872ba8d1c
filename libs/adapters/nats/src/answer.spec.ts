import { describe, expect, it } from '@jest/globals';
import { PermissionViolationError, RequestError, TimeoutError } from '@nats-io/transport-node';
import { readAnswer, readFailure } from './answer.js';

const answer = (ack: object) => readAnswer(new TextEncoder().encode(JSON.stringify(ack)));
const refusal = (err_code: number, description = '') =>
  answer({ stream: 'LEDGER', seq: 0, error: { code: 400, err_code, description } }).kind;

describe('an answer to an append', () => {
  it('is certain when the broker says where the fact stands', () => {
    expect(answer({ stream: 'LEDGER', seq: 7 })).toEqual({
      kind: 'acknowledged',
      seq: 7,
      duplicate: false,
    });
    expect(answer({ stream: 'LEDGER', seq: 7, duplicate: true })).toMatchObject({
      duplicate: true,
    });
  });

  it('is unknown when a duplicate was acknowledged before it was stored', () => {
    expect(answer({ stream: 'LEDGER', seq: 0, duplicate: true }).kind).toBe('unknown');
  });

  it('asks to look when the stream moved, and says how far', () => {
    const error = { code: 400, err_code: 10071, description: 'wrong last sequence: 12' };
    expect(answer({ error })).toMatchObject({ kind: 'moved', lastSeq: 12 });
    expect(refusal(10201)).toBe('repeated');
  });

  it.each([10008, 10158, 10163, 10164, 10167, 10176])('knows that %i passes', (code) => {
    expect(refusal(code)).toBe('unknown');
  });

  it.each([10023, 10047, 10060, 10077, 10109, 10118, 10174, 10193, 10199])(
    'stops the writer at %i',
    (code) => {
      expect(refusal(code)).toBe('refused');
    },
  );

  it('is unknown when there was none, or one that cannot be read', () => {
    expect(readFailure(new TimeoutError()).kind).toBe('unknown');
    expect(readFailure(new RequestError('503')).kind).toBe('unknown');
    expect(readAnswer(new TextEncoder().encode('<html>')).kind).toBe('unknown');
  });

  it('is final when the broker does not permit it, however deep the error says so', () => {
    const denied = new PermissionViolationError('denied', 'publish', 'evt.account.00.x');
    const wrapped = new RequestError('request failed', { cause: denied });
    expect(readFailure(wrapped)).toMatchObject({ kind: 'refused' });
  });
});
