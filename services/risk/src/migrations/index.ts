/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateLtStrategies1763800000000 } from './1763800000000-create-lt-strategies.js';
import { CreateLtRiskRules1763800000001 } from './1763800000001-create-lt-risk-rules.js';
import { CreateLtRiskState1763800000002 } from './1763800000002-create-lt-risk-state.js';
import { CreateRiskDecisions1763800000003 } from './1763800000003-create-risk-decisions.js';
import { ExtendLtRiskRules1763800000004 } from './1763800000004-extend-lt-risk-rules.js';
import { ExtendLtRiskState1763800000005 } from './1763800000005-extend-lt-risk-state.js';
import { ExtendRiskDecisions1763800000006 } from './1763800000006-extend-risk-decisions.js';
import { CreateRiskRulesHistory1763800000007 } from './1763800000007-create-risk-rules-history.js';
import { CreateRiskStateHistory1763800000008 } from './1763800000008-create-risk-state-history.js';
import { CreateRiskEquity1763800000009 } from './1763800000009-create-risk-equity.js';
import { CreateRiskHourlyMidpoints1763800000010 } from './1763800000010-create-risk-hourly-midpoints.js';
import { CreateRiskRuleWatch1763800000011 } from './1763800000011-create-risk-rule-watch.js';

export const migrations: readonly Migration[] = [
  CreateLtStrategies1763800000000,
  CreateLtRiskRules1763800000001,
  CreateLtRiskState1763800000002,
  CreateRiskDecisions1763800000003,
  ExtendLtRiskRules1763800000004,
  ExtendLtRiskState1763800000005,
  ExtendRiskDecisions1763800000006,
  CreateRiskRulesHistory1763800000007,
  CreateRiskStateHistory1763800000008,
  CreateRiskEquity1763800000009,
  CreateRiskHourlyMidpoints1763800000010,
  CreateRiskRuleWatch1763800000011,
];
