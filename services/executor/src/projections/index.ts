/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import { drifts } from './drifts.js';
import { exits } from './exits.js';
import { fills } from './fills.js';
import { kills } from './kills.js';
import { ltOrders } from './lt-orders.js';
import { orders } from './orders.js';
import { positions } from './positions.js';
import { trackedOrders } from './tracked-orders.js';

export const projections = (): readonly Projection[] => [
  trackedOrders,
  orders,
  fills,
  positions,
  ltOrders,
  kills,
  exits,
  drifts,
];
