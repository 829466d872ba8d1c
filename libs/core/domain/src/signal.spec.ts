import { describe, it } from '@jest/globals';
import * as signal from './signal.js';
import { examples, specify } from './testing/index.js';

const { ignoreSignal, receiveSignal, signalIgnored, signalReceived } = examples;
const given = specify(signal.decider);

describe('a signal', () => {
  it('is received exactly as it reached us', () => {
    given().when(receiveSignal()).then(signalReceived());
  });

  it('is received once, however often it is sent', () => {
    given(signalReceived()).when(receiveSignal()).thenNothing();
  });

  it('is not received anew with other terms under the same name', () => {
    given(signalReceived())
      .when(receiveSignal({ side: 'SELL' }))
      .thenNothing();
  });

  it('is kept with the reason when it cannot be passed on', () => {
    given()
      .when(ignoreSignal({ reason: 'unknown_strategy' }))
      .then(signalIgnored({ reason: 'unknown_strategy' }));
  });

  it('stays ignored when it is sent again', () => {
    given(signalIgnored()).when(receiveSignal()).thenNothing();
    given(signalIgnored()).when(ignoreSignal()).thenNothing();
  });
});
