/** A transaction hash that no chain has ever seen, for transactions that are said to be lost. */
import { randomBytes } from 'node:crypto';
import type { Hex } from '../chain/venue-chain.js';

export const neverMined = (): Hex => `0x${randomBytes(32).toString('hex')}`;
