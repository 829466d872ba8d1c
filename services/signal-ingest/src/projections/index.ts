/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import { markets } from './markets.js';
import { signals } from './signals.js';
import { strategies } from './strategies.js';

export const projections = (): readonly Projection[] => [strategies, markets, signals];
