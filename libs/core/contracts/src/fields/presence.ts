/**
 * Whether a stored message has every field it must have. proto-JSON reads an absent field as zero,
 * false or empty; for money and orders that is a guess, so absence is a fault unless "optional".
 */
import type { DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { FieldFault, inside } from './fault.js';

export function requirePresence(schema: DescMessage, stored: JsonObject): void {
  for (const field of schema.fields) {
    const value = stored[field.jsonName] ?? stored[field.name];
    if (value !== undefined && value !== null) {
      requirePresenceInside(field, value);
    } else if (field.presence === FeatureSet_FieldPresence.IMPLICIT) {
      throw new FieldFault(field.jsonName, 'is missing');
    }
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Values of a wrong kind pass here: the reader that comes next names them.
function requirePresenceInside({ message, jsonName }: DescField, value: JsonValue): void {
  if (message === undefined) return;
  if (isJsonObject(value)) {
    inside(jsonName, () => requirePresence(message, value));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (isJsonObject(item)) inside(`${jsonName}[${index}]`, () => requirePresence(message, item));
    });
  }
}
