/** Reads a payload as one JSON object. */
import type { JsonObject } from '@bufbuild/protobuf';
import { FieldFault } from './fault.js';
import { isJsonObject } from './presence.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws {@link FieldFault} without a field when the payload is no UTF-8, JSON or object. */
export function parseJson(payload: string | Uint8Array): JsonObject {
  const value = parse(payload);
  if (!isJsonObject(value)) throw new FieldFault('', 'is no JSON object');
  return value;
}

function parse(payload: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof payload === 'string' ? payload : utf8.decode(payload));
  } catch (error) {
    throw new FieldFault('', `is no JSON: ${String(error)}`, { cause: error });
  }
}
