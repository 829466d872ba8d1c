/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import type { Ledger } from '@sluice/ports';
import { riskDecisions } from './risk-decisions.js';
import { riskEquity } from './risk-equity.js';
import { riskRuleWatch } from './risk-rule-watch.js';
import { riskRulesHistory } from './risk-rules-history.js';
import { riskStateHistory } from './risk-state-history.js';
import { riskState } from './risk-state.js';

export const projections = (ledger: Ledger): readonly Projection[] => [
  riskState(ledger),
  riskRulesHistory,
  riskStateHistory,
  riskEquity,
  riskDecisions,
  riskRuleWatch,
];
