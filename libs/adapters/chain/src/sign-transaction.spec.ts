import { describe, expect, it } from '@jest/globals';
import { parseGwei } from 'viem';
import { ChainIntegrityError } from './errors.js';
import { feesFor, FEE_POLICY } from './sign-transaction.js';

const suggested = {
  maxFeePerGas: parseGwei('101'),
  maxPriorityFeePerGas: parseGwei('1'),
};

describe('the fee of a transaction', () => {
  it('tips at least what validators of this chain want', () => {
    expect(feesFor(suggested, FEE_POLICY, 1)).toEqual({
      maxPriorityFeePerGas: parseGwei('30'),
      maxFeePerGas: parseGwei('230'),
    });
  });

  it('is a quarter higher with each attempt, so that a stuck one is replaced', () => {
    const first = feesFor(suggested, FEE_POLICY, 1);
    const second = feesFor(suggested, FEE_POLICY, 2);
    expect(second.maxFeePerGas * 100n).toBe(first.maxFeePerGas * 125n);
    expect(second.maxPriorityFeePerGas * 100n).toBe(first.maxPriorityFeePerGas * 125n);
  });

  it('is refused beyond our limit', () => {
    const dear = { ...suggested, maxFeePerGas: parseGwei('9000') };
    expect(() => feesFor(dear, FEE_POLICY, 1)).toThrow(ChainIntegrityError);
  });
});
