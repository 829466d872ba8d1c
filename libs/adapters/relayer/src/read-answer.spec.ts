import { describe, expect, it } from '@jest/globals';
import { RelayerUnavailableError } from './errors.js';
import { submissionIn, transactionIn } from './read-answer.js';

const answer = (status: number, body: unknown) => ({ status, text: JSON.stringify(body) });

describe('what the relayer answers', () => {
  it('takes a request under a name of its own', () => {
    expect(submissionIn(answer(200, { transactionID: 'a-1', state: 'STATE_NEW' }))).toStrictEqual({
      ...{ kind: 'taken', relayerId: 'a-1' },
    });
  });

  it('refuses for good what is not in its list', () => {
    const refused = submissionIn(answer(400, { error: 'target 0x1 is not in the allowed list' }));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'not_allowed' });
  });

  it('refuses what would redeem nothing, for now', () => {
    const text = 'PRECHECK_SKIPPED: redeem skipped: zero position balance';
    expect(submissionIn(answer(400, { error: text }))).toMatchObject({
      ...{ kind: 'refused', reason: 'simulation_failed' },
    });
    expect(submissionIn(answer(400, { error: 'invalid signature' }))).toMatchObject({
      ...{ kind: 'refused', reason: 'relayer_refused' },
    });
  });

  it('has not taken what has the wrong nonce, and the chain knows what has it', () => {
    for (const error of ['invalid nonce', 'wallet busy', 'an action is in flight']) {
      expect(submissionIn(answer(400, { error }))).toStrictEqual({
        ...{ kind: 'waits', detail: `the relayer answered 400: {"error":"${error}"}` },
      });
    }
  });

  it('says nothing when it is overloaded, broken, or names no transaction', () => {
    for (const status of [429, 500, 502, 408]) {
      expect(() => submissionIn(answer(status, {}))).toThrow(RelayerUnavailableError);
    }
    expect(() => submissionIn(answer(200, {}))).toThrow(RelayerUnavailableError);
    expect(() => submissionIn({ status: 200, text: '<html>' })).toThrow(RelayerUnavailableError);
  });

  it.each([
    ['STATE_NEW', 'waiting'],
    ['STATE_EXECUTED', 'waiting'],
    ['STATE_MINED', 'mined'],
    ['STATE_CONFIRMED', 'confirmed'],
    ['STATE_FAILED', 'failed'],
    ['STATE_INVALID', 'failed'],
  ])('reads %s', (state, meaning) => {
    const rows = [
      { transactionID: 'other', state: 'STATE_NEW' },
      { transactionID: 'a-1', transactionHash: '0x1', state },
    ];
    expect(transactionIn(answer(200, rows), 'a-1')).toMatchObject({
      ...{ state: meaning, transactionHash: '0x1' },
    });
  });

  it('does not list a request at once, and never guesses what a new word means', () => {
    expect(transactionIn(answer(200, []), 'a-1')).toBeUndefined();
    const strange = [{ transactionID: 'a-1', state: 'STATE_BEAMED' }];
    expect(() => transactionIn(answer(200, strange), 'a-1')).toThrow(RelayerUnavailableError);
    expect(() => transactionIn(answer(500, []), 'a-1')).toThrow(RelayerUnavailableError);
  });
});
