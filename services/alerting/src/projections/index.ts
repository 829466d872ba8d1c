/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import { alertDeliveries } from './alert-deliveries.js';
import { alerts } from './alerts.js';

export const projections = (): readonly Projection[] => [alerts, alertDeliveries];
