/** Typical messages about an account at the venue. */
import type * as venueAccount from '../../venue-account.js';
import { accountId, at, yesToken } from './common.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

const ofAccount = { accountId, at };
const loss = { ...ofAccount, since: at, why: 'the venue does not answer' };

export const drift = (data: Partial<venueAccount.Drift> = {}): venueAccount.Drift => ({
  kind: 'position_differs',
  subject: yesToken,
  ours: 40_000_000n,
  venues: 35_000_000n,
  since: at,
  detail: 'the wallet holds less than our fills left in it',
  ...data,
});

export const seeCondition = (
  data: Some<venueAccount.SeeCondition> = {},
): venueAccount.SeeCondition => ({
  type: 'SeeCondition',
  data: { ...ofAccount, condition: 'post_only', detail: 'post-only mode', ...data },
});

export const venueConditionChanged = (
  data: Some<venueAccount.ConditionChanged> = {},
): venueAccount.ConditionChanged => ({
  type: 'VenueConditionChanged',
  data: {
    ...{ ...ofAccount, before: 'open', condition: 'post_only', detail: 'post-only mode' },
    ...data,
  },
});

export const loseHeartbeat = (
  data: Some<venueAccount.LoseHeartbeat> = {},
): venueAccount.LoseHeartbeat => ({ type: 'LoseHeartbeat', data: { ...loss, ...data } });

export const heartbeatLost = (
  data: Some<venueAccount.HeartbeatLost> = {},
): venueAccount.HeartbeatLost => ({ type: 'HeartbeatLost', data: { ...loss, ...data } });

export const restoreHeartbeat = (
  data: Some<venueAccount.RestoreHeartbeat> = {},
): venueAccount.RestoreHeartbeat => ({
  type: 'RestoreHeartbeat',
  data: { ...ofAccount, ...data },
});

export const heartbeatRestored = (
  data: Some<venueAccount.HeartbeatRestored> = {},
): venueAccount.HeartbeatRestored => ({
  type: 'HeartbeatRestored',
  data: { ...ofAccount, since: at, ...data },
});

export const loseUserStream = (
  data: Some<venueAccount.LoseUserStream> = {},
): venueAccount.LoseUserStream => ({ type: 'LoseUserStream', data: { ...loss, ...data } });

export const userStreamLost = (
  data: Some<venueAccount.UserStreamLost> = {},
): venueAccount.UserStreamLost => ({ type: 'UserStreamLost', data: { ...loss, ...data } });

export const restoreUserStream = (
  data: Some<venueAccount.RestoreUserStream> = {},
): venueAccount.RestoreUserStream => ({
  type: 'RestoreUserStream',
  data: { ...ofAccount, ...data },
});

export const userStreamRestored = (
  data: Some<venueAccount.UserStreamRestored> = {},
): venueAccount.UserStreamRestored => ({
  type: 'UserStreamRestored',
  data: { ...ofAccount, since: at, ...data },
});

export const requireReconciliation = (
  data: Some<venueAccount.RequireReconciliation> = {},
): venueAccount.RequireReconciliation => ({
  type: 'RequireReconciliation',
  data: { ...ofAccount, reason: 'started', why: 'the executor has started', ...data },
});

export const venueUnreconciled = (
  data: Some<venueAccount.Unreconciled> = {},
): venueAccount.Unreconciled => ({
  type: 'VenueUnreconciled',
  data: { ...ofAccount, reason: 'started', why: 'the executor has started', ...data },
});

const compared = { ...ofAccount, through: at, orders: 1, trades: 2, positions: 3 };

export const completeReconciliation = (
  data: Some<venueAccount.CompleteReconciliation> = {},
): venueAccount.CompleteReconciliation => ({
  type: 'CompleteReconciliation',
  data: { ...compared, ...data },
});

export const venueReconciled = (
  data: Some<venueAccount.Reconciled> = {},
): venueAccount.Reconciled => ({ type: 'VenueReconciled', data: { ...compared, ...data } });

export const reportDrift = (
  data: Some<venueAccount.ReportDrift> = {},
): venueAccount.ReportDrift => ({
  type: 'ReportDrift',
  data: { ...ofAccount, ...drift(), ...data },
});

export const driftFound = (data: Some<venueAccount.DriftFound> = {}): venueAccount.DriftFound => ({
  type: 'DriftFound',
  data: { ...ofAccount, ...drift(), ...data },
});

const resolved = {
  kind: 'position_differs',
  subject: yesToken,
  how: 'both are 40 shares',
} as const;

export const resolveDrift = (
  data: Some<venueAccount.ResolveDrift> = {},
): venueAccount.ResolveDrift => ({
  type: 'ResolveDrift',
  data: { ...ofAccount, ...resolved, ...data },
});

export const driftResolved = (
  data: Some<venueAccount.DriftResolved> = {},
): venueAccount.DriftResolved => ({
  type: 'DriftResolved',
  data: { ...ofAccount, ...resolved, since: at, ...data },
});
