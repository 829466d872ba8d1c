/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateLtAlerts1763800000000 } from './1763800000000-create-lt-alerts.js';
import { CreateLtHealthChecks1763800000001 } from './1763800000001-create-lt-health-checks.js';

export const migrations: readonly Migration[] = [
  CreateLtAlerts1763800000000,
  CreateLtHealthChecks1763800000001,
];
