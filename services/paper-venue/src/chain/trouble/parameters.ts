/** The bounds of what troubles are told. */
import { z } from 'zod';

const SECONDS_MAX = 3_600;
const COUNT_MAX = 1_000;

export const seconds = z.number().min(0.1).max(SECONDS_MAX);
export const count = z.number().int().min(1).max(COUNT_MAX);
export const method = z.string().regex(/^[a-z]+_\w{1,60}$/, 'not a JSON-RPC method');
export const SEND = 'eth_sendRawTransaction';
