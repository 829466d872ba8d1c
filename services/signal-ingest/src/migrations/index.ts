/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateStrategies1763800000000 } from './1763800000000-create-strategies.js';
import { CreateMarkets1763800000001 } from './1763800000001-create-markets.js';
import { CreateSignals1763800000002 } from './1763800000002-create-signals.js';
import { ExtendMarkets1763800000003 } from './1763800000003-extend-markets.js';

export const migrations: readonly Migration[] = [
  CreateStrategies1763800000000,
  CreateMarkets1763800000001,
  CreateSignals1763800000002,
  ExtendMarkets1763800000003,
];
