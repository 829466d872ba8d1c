/** Orders and trades are told in the venue's other dialect than the one it speaks. */
import { z } from 'zod';
import { formatMicro, parseMicro } from '../../amounts/micro.js';
import { defineFault } from '../fault.js';

export const otherDialect = defineFault({
  at: 'request',
  about:
    'Orders and trades are told in the other dialect: prefixed statuses and integer sizes, or not.',
  parameters: z.strictObject({}),
  subjects: ['GET /data/orders', 'GET /data/order/:id', 'GET /data/trades'],
  strike: async ({ route, serve }) => {
    const answer = await serve();
    const prefix = route === 'GET /data/trades' ? 'TRADE_STATUS_' : 'ORDER_STATUS_';
    return { ...answer, body: translated(answer.body, prefix) };
  },
});

const SIZES: readonly string[] = ['original_size', 'size_matched', 'size', 'matched_amount'];

const translated = (value: unknown, prefix: string): unknown => {
  if (Array.isArray(value)) return value.map((one: unknown) => translated(one, prefix));
  if (typeof value !== 'object' || value === null) return value;
  const prefixed = 'status' in value && String(value.status).startsWith(prefix);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => {
      if (name === 'status' && typeof one === 'string')
        return [name, prefixed ? one.slice(prefix.length) : `${prefix}${one}`];
      if (SIZES.includes(name) && typeof one === 'string')
        return [name, prefixed ? formatMicro(BigInt(one)) : parseMicro(one).toString()];
      return [name, translated(one, prefix)];
    }),
  );
};
