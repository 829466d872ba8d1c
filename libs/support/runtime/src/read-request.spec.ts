import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readRequest } from './read-request.js';

const Reason = z.strictObject({ why: z.string().min(3, 'is too short'), times: z.int() });
const refusalOf = (given: unknown, whole?: string): unknown => {
  try {
    readRequest(Reason, given, whole);
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestException);
    return (error as BadRequestException).getResponse();
  }
  return undefined;
};

describe('a request', () => {
  it('is read as its schema says', () => {
    expect(readRequest(Reason, { why: 'the feed', times: 1 })).toStrictEqual({
      why: 'the feed',
      times: 1,
    });
  });

  it('is refused with every fault, the first of them in front', () => {
    expect(refusalOf({ why: 'x', times: 'y' })).toMatchObject({
      error: 'invalid_request',
      field: 'why',
      detail: 'is too short',
      faults: [{ field: 'why', detail: 'is too short' }, { field: 'times' }],
    });
  });

  it('is named as a whole when no field of it is at fault', () => {
    expect(refusalOf('no object')).toMatchObject({ field: 'body' });
    expect(refusalOf({ why: 'the feed', times: 1, more: 2 }, 'query')).toMatchObject({
      field: 'query',
    });
  });
});
