/**
 * Facts as they are stored: proto-JSON text, readable in an incident. What cannot be read back is
 * never stored, and what is stored and cannot be read stops its reader with the field's name.
 */
import type { JsonObject } from '@bufbuild/protobuf';
import type { Fact } from '@sluice/domain';
import { MalformedFactError, UnknownFactError } from './errors.js';
import { FieldFault } from './fields/fault.js';
import type { MessageCodec } from './fields/message-codec.js';
import { parseJson } from './fields/parse-json.js';
import { accountCodecs } from './streams/account.codec.js';
import { alertCodecs } from './streams/alert.codec.js';
import { exitCodecs } from './streams/exit.codec.js';
import { killCodecs } from './streams/kill.codec.js';
import { marketCodecs } from './streams/market.codec.js';
import { orderCodecs } from './streams/order.codec.js';
import { redemptionCodecs } from './streams/redemption.codec.js';
import { signalCodecs } from './streams/signal.codec.js';
import { venueCodecs } from './streams/venue.codec.js';
import { walletActionCodecs } from './streams/wallet-action.codec.js';
import type { FactCodecs } from './streams/fact-codecs.js';
import { FIRST_SCHEMA_VERSION, lift, requireLiftable } from './upcast.js';

/** A fact without a codec does not compile. */
const CODECS: FactCodecs<Fact> = {
  ...signalCodecs,
  ...accountCodecs,
  ...orderCodecs,
  ...killCodecs,
  ...marketCodecs,
  ...redemptionCodecs,
  ...alertCodecs,
  ...exitCodecs,
  ...venueCodecs,
  ...walletActionCodecs,
};

/** The name of every fact there is. */
export const FACT_TYPES = Object.keys(CODECS) as readonly Fact['type'][];

export function isFactType(type: string): type is Fact['type'] {
  return Object.hasOwn(CODECS, type);
}

/** The payload of a fact. Throws {@link MalformedFactError} when it could not be read back. */
export function encodeFact(fact: Fact): string {
  const codec = codecOf(fact.type);
  return naming(fact.type, () => {
    const stored = codec.encode(fact.data);
    codec.decode(stored);
    return JSON.stringify(stored);
  });
}

/**
 * The fact in a payload, lifted to today's shape. Unknown fields are ignored.
 * Throws {@link UnknownFactError} for an unknown type or a later schema version, and
 * {@link MalformedFactError} for a payload that is not what the contract says.
 */
export function decodeFact(
  type: string,
  payload: string | Uint8Array,
  schemaVersion: number = FIRST_SCHEMA_VERSION,
): Fact {
  const codec = codecOf(type);
  const data = naming(type, () => {
    const stored: JsonObject = parseJson(payload);
    return codec.decode(lift({ type, schemaVersion, payload: stored }));
  });
  // The codec was found by this very type.
  return { type, data } as Fact;
}

/**
 * Throws {@link UnknownFactError} for what {@link decodeFact} would not even look into: an unknown type
 * or a later schema version.
 */
export function requireKnownFact(
  type: string,
  schemaVersion: number = FIRST_SCHEMA_VERSION,
): asserts type is Fact['type'] {
  codecOf(type);
  requireLiftable(type, schemaVersion);
}

function codecOf(type: string): MessageCodec<Fact['data']> {
  if (!isFactType(type)) throw new UnknownFactError(type);
  return CODECS[type] as MessageCodec<Fact['data']>;
}

function naming<Result>(type: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof FieldFault) {
      throw new MalformedFactError(type, error.field, error.why, { cause: error });
    }
    throw error;
  }
}
