/** Decimals and fees come out to the micro. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { recorded } from '../testing/recorded.js';
import { formatMicro, parseMicro } from './micro.js';
import { takerFee } from './taker-fee.js';

describe('amounts on the wire', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (micro) => {
        expect(parseMicro(formatMicro(micro))).toBe(micro);
      }),
    );
    expect(formatMicro(500_000n)).toBe('0.5');
    expect(formatMicro(-1n)).toBe('-0.000001');
    expect(parseMicro('1300.0')).toBe(1_300_000_000n);
    expect(() => parseMicro('0.1234567')).toThrow('six places');
    expect(() => parseMicro('1e3')).toThrow('1e3');
  });
});

const path = recorded('vectors', 'taker-fees.json');

(path === undefined ? describe.skip : describe)('the taker fee', () => {
  it('is what the exchange charged on chain', () => {
    const rows = z
      .array(
        z.object({
          side: z.enum(['BUY', 'SELL']),
          maker_amount_filled: z.string(),
          taker_amount_filled: z.string(),
          fee: z.string(),
          price: z.string(),
          fee_rate: z.string(),
        }),
      )
      .parse(JSON.parse(readFileSync(path ?? '', 'utf8')));
    for (const row of rows) {
      const shares = BigInt(row.side === 'BUY' ? row.taker_amount_filled : row.maker_amount_filled);
      const fee = takerFee({
        shares,
        price: parseMicro(row.price),
        rate: parseMicro(row.fee_rate),
      });
      expect(fee).toBe(BigInt(row.fee));
    }
  });
});
