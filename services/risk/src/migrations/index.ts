/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateLtStrategies1763800000000 } from './1763800000000-create-lt-strategies.js';
import { CreateLtRiskRules1763800000001 } from './1763800000001-create-lt-risk-rules.js';
import { CreateLtRiskState1763800000002 } from './1763800000002-create-lt-risk-state.js';
import { CreateRiskDecisions1763800000003 } from './1763800000003-create-risk-decisions.js';

export const migrations: readonly Migration[] = [
  CreateLtStrategies1763800000000,
  CreateLtRiskRules1763800000001,
  CreateLtRiskState1763800000002,
  CreateRiskDecisions1763800000003,
];
