/** Says to the relayer who asks: a builder, who signs each request, or the holder of a simple key. */
import { createHmac } from 'node:crypto';

export type RelayerCredentials =
  | {
      readonly kind: 'builder';
      readonly apiKey: string;
      /** Base64, in the usual or the URL-safe alphabet. Kept in memory only. */
      readonly secret: string;
      readonly passphrase: string;
    }
  | { readonly kind: 'key'; readonly apiKey: string; readonly address: string };

/** `path` has no host and no query; `body` is what is sent, to the byte. */
export function relayerHeaders(
  credentials: RelayerCredentials,
  request: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body: string;
    /** Unix seconds. */
    readonly timestamp: number;
  },
): Readonly<Record<string, string>> {
  if (credentials.kind === 'key') {
    const { apiKey, address } = credentials;
    return { RELAYER_API_KEY: apiKey, RELAYER_API_KEY_ADDRESS: address };
  }
  const { apiKey, secret, passphrase } = credentials;
  const { method, path, body, timestamp } = request;
  return {
    POLY_BUILDER_API_KEY: apiKey,
    POLY_BUILDER_TIMESTAMP: String(timestamp),
    POLY_BUILDER_PASSPHRASE: passphrase,
    POLY_BUILDER_SIGNATURE: signatureOf(secret, `${timestamp}${method}${path}${body}`),
  };
}

/** The HMAC in base64, of the URL-safe alphabet and with its padding. */
export function signatureOf(secret: string, message: string): string {
  const usual = secret.replaceAll('-', '+').replaceAll('_', '/');
  const key = Buffer.from(usual, 'base64');
  const digest = createHmac('sha256', key).update(message).digest('base64');
  return digest.replaceAll('+', '-').replaceAll('/', '_');
}
