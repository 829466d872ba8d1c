/** Header values as CloudEvents asks: printable ASCII, the rest percent-encoded as UTF-8. */
import { MalformedEnvelopeError } from './errors.js';

/** Everything but printable ASCII, and the three that would be read wrongly: space, quote, percent. */
const ENCODED = /[^\x21-\x7e]|["%]/gu;

export function encodeHeader(name: string, value: string): string {
  try {
    return value.replace(ENCODED, encodeURIComponent);
  } catch (error) {
    throw new MalformedEnvelopeError(name, 'is no well-formed text', { cause: error });
  }
}

export function decodeHeader(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    throw new MalformedEnvelopeError(name, `is not percent-encoded: "${value}"`, { cause: error });
  }
}
