/** Typical messages of a kill: two orders cancelled at once, nothing left. */
import type * as kill from '../../kill.js';
import { accountId, at } from './common.js';

export const killKey: kill.KillKey = { killId: 'kill-1', accountId, strategyId: '' };
const sweep: kill.Sweep = { sweep: 1, cancelled: 2, stillOpen: 0, inDoubt: 0, at };
const verified = { tookMs: 0, sweeps: 2, cancelled: 2, inDoubt: 0, at };
const detail = '1 order is still open';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

export const recordSweep = (data: Some<kill.RecordSweep> = {}): kill.RecordSweep => ({
  type: 'RecordSweep',
  data: { ...killKey, ...sweep, ...data },
});

export const killSwept = (data: Some<kill.Swept> = {}): kill.Swept => ({
  type: 'KillSwept',
  data: { ...killKey, ...sweep, ...data },
});

export const verifyKill = (data: Some<kill.VerifyKill> = {}): kill.VerifyKill => ({
  type: 'VerifyKill',
  data: { ...killKey, killedAt: at, at, ...data },
});

export const killVerified = (data: Some<kill.Verified> = {}): kill.Verified => ({
  type: 'KillVerified',
  data: { ...killKey, ...verified, ...data },
});

export const doubtKill = (data: Some<kill.DoubtKill> = {}): kill.DoubtKill => ({
  type: 'DoubtKill',
  data: { ...killKey, detail, at, ...data },
});

export const killUnverified = (data: Some<kill.Unverified> = {}): kill.Unverified => ({
  type: 'KillUnverified',
  data: { ...killKey, detail, at, ...data },
});
