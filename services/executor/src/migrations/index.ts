/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateOrders1763800000000 } from './1763800000000-create-orders.js';
import { CreateLtOrders1763800000001 } from './1763800000001-create-lt-orders.js';
import { CreatePositions1763800000002 } from './1763800000002-create-positions.js';
import { CreateTrackedOrders1763800000003 } from './1763800000003-create-tracked-orders.js';
import { CreateKills1763800000010 } from './1763800000010-create-kills.js';
import { CreateExits1763800000020 } from './1763800000020-create-exits.js';
import { CreateDrifts1763800000030 } from './1763800000030-create-drifts.js';

export const migrations: readonly Migration[] = [
  CreateOrders1763800000000,
  CreateLtOrders1763800000001,
  CreatePositions1763800000002,
  CreateTrackedOrders1763800000003,
  CreateKills1763800000010,
  CreateExits1763800000020,
  CreateDrifts1763800000030,
];
