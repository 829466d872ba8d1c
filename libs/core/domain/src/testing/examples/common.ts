/** The one story the examples tell: who trades, in which market, and when. */
export const at = '2026-11-22T12:00:00.000Z';
export const accountId = 'account-1';
export const strategyId = 'strategy-1';
export const signalId = 'signal-1';
export const conditionId = 'condition-1';
export const yesToken = 'token-yes';
export const noToken = 'token-no';

/** So many milliseconds after {@link at}. */
export const later = (ms: number): string => new Date(Date.parse(at) + ms).toISOString();
