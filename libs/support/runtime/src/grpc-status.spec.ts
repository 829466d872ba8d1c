import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { ERROR_METADATA, grpcCode, grpcRefusal, type Refusal } from './grpc-status.js';

const refusal: Refusal = { error: 'not_found', field: 'strategyId', detail: 'there is none: ä' };
const bodyOf = (given: Refusal): Buffer =>
  grpcRefusal(404, given).metadata.get(ERROR_METADATA)[0] as Buffer;

describe('a refusal in gRPC', () => {
  it.each<[number, string, status]>([
    [400, 'invalid_request', status.INVALID_ARGUMENT],
    [401, 'unauthorized', status.UNAUTHENTICATED],
    [403, 'forbidden', status.PERMISSION_DENIED],
    [404, 'not_found', status.NOT_FOUND],
    [409, 'conflict', status.FAILED_PRECONDITION],
    [409, 'contended', status.ABORTED],
    [413, 'body_too_large', status.RESOURCE_EXHAUSTED],
    [422, 'signal_ignored', status.INVALID_ARGUMENT],
    [429, 'too_many_signals', status.RESOURCE_EXHAUSTED],
    [500, 'internal', status.INTERNAL],
    [503, 'unavailable', status.UNAVAILABLE],
  ])('%d %s has the code %d', (httpStatus, error, code) => {
    expect(grpcCode(httpStatus, error)).toBe(code);
  });

  it('is a sentence to read, and the whole body for programs', () => {
    expect(grpcRefusal(404, refusal).details).toBe('strategyId: there is none: ä');
    expect(JSON.parse(bodyOf(refusal).toString('utf8'))).toStrictEqual(refusal);
    expect(grpcRefusal(503, { ...refusal, field: '' }).details).toBe('there is none: ä');
  });

  it('stays within what clients read, however much is wrong', () => {
    const faults = Array.from({ length: 500 }, (_, index) => ({ field: `rules.${index}` }));
    const some = JSON.parse(bodyOf({ ...refusal, faults }).toString('utf8')) as Refusal;
    expect(some).toStrictEqual({ ...refusal, faults: faults.slice(0, 10) });
    const long = 'x'.repeat(100_000);
    const huge = { error: 'invalid', field: long, detail: long, faults: [{ field: long }] };
    expect(bodyOf(huge).length).toBeLessThan(4_096);
    expect(grpcRefusal(400, huge).details.length).toBeLessThanOrEqual(500);
  });
});
