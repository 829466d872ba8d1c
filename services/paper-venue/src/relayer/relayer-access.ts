/** Who may use the relayer: a builder by HMAC or the holder of a simple key, so many times a minute. */
import type { OtherKey, OtherKeys } from '../auth/other-keys.js';
import { requestSignature, sameText } from '../auth/verify-request.js';
import { header } from '../auth/verify-wallet-login.js';
import type { VenueRequest } from '../http/route.js';

export const SUBMITS_A_MINUTE = 25;
const MINUTE_MS = 60_000;

/** Undefined when neither set of headers proves a key. */
export const relayerKeyOf = (keys: OtherKeys, request: VenueRequest): OtherKey | undefined =>
  builderKeyOf(keys, request) ?? simpleKeyOf(keys, request);

const builderKeyOf = (keys: OtherKeys, request: VenueRequest): OtherKey | undefined => {
  const { headers } = request;
  const key = keys.find('builder', header(headers, 'poly_builder_api_key'));
  if (key === undefined) return undefined;
  const timestamp = header(headers, 'poly_builder_timestamp');
  const expected = requestSignature(key.secret, { ...request, timestamp });
  const proven =
    /^\d{1,20}$/.test(timestamp) &&
    sameText(header(headers, 'poly_builder_passphrase'), key.passphrase) &&
    sameText(header(headers, 'poly_builder_signature'), expected);
  return proven ? key : undefined;
};

const simpleKeyOf = (keys: OtherKeys, { headers }: VenueRequest): OtherKey | undefined => {
  const key = keys.find('relayer', header(headers, 'relayer_api_key'));
  const address = header(headers, 'relayer_api_key_address').toLowerCase();
  return key?.address.toLowerCase() === address ? key : undefined;
};

/** Counts submits of the last minute; false when one more is too many. */
export const createQuota = (nowMs: () => number) => {
  const byKey = new Map<string, readonly number[]>();
  return (keyId: string): boolean => {
    const now = nowMs();
    const recent = (byKey.get(keyId) ?? []).filter((atMs) => now - atMs < MINUTE_MS);
    const admitted = recent.length < SUBMITS_A_MINUTE;
    byKey.set(keyId, admitted ? [...recent, now] : recent);
    return admitted;
  };
};
