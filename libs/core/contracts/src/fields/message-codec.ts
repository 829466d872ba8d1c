/** Turns one kind of domain value into the JSON of its contract, and back. */
import {
  create,
  fromJson,
  toJson,
  type DescMessage,
  type JsonObject,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { isFieldError } from '@bufbuild/protobuf/reflect';
import { FieldFault } from './fault.js';
import { requirePresence } from './presence.js';

export type MessageCodec<Value> = {
  readonly encode: (value: Value) => JsonObject;
  /** Throws {@link FieldFault} when the JSON is not what the contract says. */
  readonly decode: (stored: JsonObject) => Value;
};

/** What a codec must fill in: every field but those that may be absent. */
export type Draft<Field> = Field extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : Field extends Message
    ? {
        readonly [Name in keyof Field as Name extends `$${string}` ? never : Name]: Draft<
          Field[Name]
        >;
      }
    : Field;

export function messageCodec<Schema extends DescMessage, Value>(
  schema: Schema,
  write: (value: Value) => Draft<MessageShape<Schema>>,
  read: (message: MessageShape<Schema>) => Value,
): MessageCodec<Value> {
  return {
    encode: (value) => {
      const draft = write(value) as MessageInitShape<Schema>;
      return faulting(() => {
        const message = create(schema, draft);
        return toJson(schema, message, { alwaysEmitImplicit: true }) as JsonObject;
      });
    },
    decode: (stored) => {
      requirePresence(schema, stored);
      return read(parse(schema, stored));
    },
  };
}

function parse<Schema extends DescMessage>(
  schema: Schema,
  stored: JsonObject,
): MessageShape<Schema> {
  return faulting(() => fromJson(schema, stored, { ignoreUnknownFields: true }));
}

function faulting<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof Error ? faultOf(error) : error;
  }
}

/** The runtime names the field in the error's cause when reading, and in its words when writing. */
function faultOf(error: Error): FieldFault {
  const fieldError = isFieldError(error) ? error : error.cause;
  if (!isFieldError(fieldError)) return new FieldFault('', error.message, { cause: error });
  const field = fieldError.field();
  const name = field.kind === 'field' ? field.jsonName : field.name;
  return new FieldFault(name, `is malformed: ${fieldError.message}`, { cause: error });
}
