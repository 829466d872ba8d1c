import { describe, expect, it } from '@jest/globals';
import { holes } from './lock-file.mjs';

describe('the lock file', () => {
  it('has every optional package of every platform, or npm ci refuses it', () => {
    expect(holes()).toEqual({});
  });
});
