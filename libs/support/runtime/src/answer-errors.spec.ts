import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { LedgerUnavailableError } from '@sluice/ports';
import { ContendedStreamError } from '@sluice/reactions';
import { answerTo, statusCodeOn } from './answer-errors.js';

describe('a refused request', () => {
  it('keeps the field its refusal names, and everything said besides', () => {
    const said = { error: 'invalid_request', field: 'sizeUsd', detail: 'too much', faults: [] };
    expect(answerTo(new HttpException(said, 400))).toEqual({ ...said, status: 400 });
  });

  it('names the body when the body cannot be read', () => {
    const tooLarge = Object.assign(new Error('request entity too large'), {
      ...{ status: 413, type: 'entity.too.large' },
    });
    expect(answerTo(tooLarge)).toMatchObject({ status: 413, field: 'body' });
    const malformed = new BadRequestException('Unexpected end of JSON input');
    expect(answerTo(malformed)).toMatchObject({ status: 400, field: 'body' });
  });

  it('names the path when the path is wrong', () => {
    const missing = new NotFoundException('Cannot GET /signal');
    expect(answerTo(missing)).toMatchObject({ status: 404, error: 'not_found', field: 'path' });
    const garbled = new BadRequestException("Failed to decode param '%'");
    expect(answerTo(garbled)).toMatchObject({ status: 400, field: 'path' });
  });

  it('may come again when something we need does not answer', () => {
    const lost = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    for (const error of [new LedgerUnavailableError('no answer'), lost]) {
      expect(answerTo(error)).toMatchObject({ status: 503, error: 'unavailable' });
    }
  });

  it('may come again when others kept changing the same thing', () => {
    const contended = new ContendedStreamError('account.main');
    expect(answerTo(contended)).toMatchObject({ status: 409, error: 'contended' });
    expect(statusCodeOn('http', contended)).toBe(409);
    expect(statusCodeOn('grpc', contended)).toBe(10);
  });

  it('learns nothing of a fault of ours', () => {
    const answer = answerTo(new Error('password hunter2 is wrong'));
    expect(answer).toMatchObject({ status: 500, error: 'internal' });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});
