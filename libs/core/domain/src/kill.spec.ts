import { describe, it } from '@jest/globals';
import * as kill from './kill.js';
import { examples, specify } from './testing/index.js';

const { doubtKill, killSwept, killUnverified, killVerified, later, recordSweep, verifyKill } =
  examples;
const given = specify(kill.decider);
const second = { sweep: 2, cancelled: 1, at: later(15_000) };

describe('a kill, when it sweeps the venue', () => {
  it('says what each of its sweeps cancelled and left open', () => {
    given().when(recordSweep()).then(killSwept());
    given(killSwept()).when(recordSweep(second)).then(killSwept(second));
  });

  it('counts each sweep once', () => {
    given(killSwept())
      .when(recordSweep({ cancelled: 9 }))
      .thenNothing();
    given(killSwept())
      .when(recordSweep({ sweep: 3 }))
      .thenNothing();
  });

  it('is silent about later sweeps that change nothing', () => {
    const left = { ...second, stillOpen: 1 };
    const third = { sweep: 3, cancelled: 0, stillOpen: 1 };
    given(killSwept(), killSwept(left)).when(recordSweep(third)).thenNothing();
    const gone = { ...third, stillOpen: 0 };
    given(killSwept(), killSwept(left)).when(recordSweep(gone)).then(killSwept(gone));
  });
});

describe('a kill, when it is to be verified', () => {
  it('is, once the second sweep left nothing open, with the time since the command', () => {
    given(killSwept(), killSwept(second))
      .when(verifyKill({ at: later(15_010) }))
      .then(killVerified({ tookMs: 15_010, sweeps: 2, cancelled: 3, at: later(15_010) }));
  });

  it('is not by one sweep alone: an order may have been on its way', () => {
    given().when(verifyKill()).thenNothing();
    given(killSwept()).when(verifyKill()).thenNothing();
  });

  it('is not while the venue lists something as open', () => {
    given(killSwept(), killSwept({ ...second, stillOpen: 1 }))
      .when(verifyKill())
      .thenNothing();
  });

  it('is over when it is verified', () => {
    const story = [killSwept(), killSwept(second), killVerified()];
    given(...story)
      .when(verifyKill())
      .thenNothing();
    given(...story)
      .when(recordSweep({ sweep: 3 }))
      .thenNothing();
    given(...story)
      .when(doubtKill())
      .thenNothing();
  });
});

describe('a kill, when it cannot be verified', () => {
  it('says so once', () => {
    given().when(doubtKill()).then(killUnverified());
    given(killUnverified()).when(doubtKill()).thenNothing();
  });

  it('is gone on with until it can', () => {
    given(killSwept(), killUnverified(), killSwept(second))
      .when(verifyKill({ at: later(90_000) }))
      .then(killVerified({ tookMs: 90_000, cancelled: 3, at: later(90_000) }));
  });
});
