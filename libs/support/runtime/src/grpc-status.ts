/** What a refusal is called in gRPC. */
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** The shape of every refusal; some say more than these three. */
export type Refusal = {
  readonly error: string;
  readonly field: string;
  readonly detail: string;
  readonly faults?: readonly unknown[];
};

/** Where a gRPC caller finds the body an HTTP caller would get, as JSON in UTF-8. */
export const ERROR_METADATA = 'sluice-error-bin';
/** Clients refuse metadata above 8 KiB, so a long list of faults is cut. */
const ERROR_BYTES_MAX = 4_096;
const FAULTS_MAX = 10;
const DETAILS_LENGTH_MAX = 500;

/** The code that means to a gRPC caller what the HTTP status means to others. */
export function grpcCode(httpStatus: number, error: string): status {
  switch (httpStatus) {
    case 401:
      return status.UNAUTHENTICATED;
    case 403:
      return status.PERMISSION_DENIED;
    case 404:
      return status.NOT_FOUND;
    case 409:
      // The one says "try again", the other "not while this is so".
      return error === 'contended' ? status.ABORTED : status.FAILED_PRECONDITION;
    case 412:
      return status.FAILED_PRECONDITION;
    case 413:
    case 429:
      return status.RESOURCE_EXHAUSTED;
    case 501:
      return status.UNIMPLEMENTED;
    case 503:
      return status.UNAVAILABLE;
    case 504:
      return status.DEADLINE_EXCEEDED;
    default:
      return httpStatus >= 400 && httpStatus < 500 ? status.INVALID_ARGUMENT : status.INTERNAL;
  }
}

/** What grpc-js sends for a refusal: a sentence to read, and the body for programs. */
export function grpcRefusal(httpStatus: number, refusal: Refusal): StatusObject {
  const { error, field, detail } = refusal;
  const metadata = new Metadata();
  metadata.set(ERROR_METADATA, encode(refusal));
  return {
    code: grpcCode(httpStatus, error),
    details: (field === '' ? detail : `${field}: ${detail}`).slice(0, DETAILS_LENGTH_MAX),
    metadata,
  };
}

function encode(refusal: Refusal): Buffer {
  const whole = Buffer.from(JSON.stringify(refusal));
  if (whole.length <= ERROR_BYTES_MAX) return whole;
  const { error, field, detail, faults } = refusal;
  const cut = { error, field: field.slice(0, 100), detail: detail.slice(0, DETAILS_LENGTH_MAX) };
  const some = Buffer.from(JSON.stringify({ ...cut, faults: faults?.slice(0, FAULTS_MAX) }));
  return some.length <= ERROR_BYTES_MAX ? some : Buffer.from(JSON.stringify(cut));
}
