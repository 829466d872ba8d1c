/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import type { Ledger } from '@sluice/ports';
import { riskDecisions } from './risk-decisions.js';
import { riskState } from './risk-state.js';

export const projections = (ledger: Ledger): readonly Projection[] => [
  riskState(ledger),
  riskDecisions,
];
