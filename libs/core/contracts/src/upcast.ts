/**
 * Lifts what older versions stored to today's shape, one schema version at a time. A field that is
 * only added needs no new version; a field that is read differently does.
 */
import type { JsonObject } from '@bufbuild/protobuf';
import type { Fact } from '@sluice/domain';
import { UnknownFactError } from './errors.js';

/** Lifts a payload by one version. Pure: no clock, no lookup, no chance. */
export type Upcaster = (payload: JsonObject) => JsonObject;

/** By fact: the first upcaster lifts version 1 to 2, the second 2 to 3, and so on. Never removed. */
export type Upcasters = { readonly [Type in Fact['type']]?: readonly Upcaster[] };

export const FIRST_SCHEMA_VERSION = 1;

export const UPCASTERS: Upcasters = {};

/** The version in which facts of this type are written today. */
export function schemaVersionOf(type: string, upcasters: Upcasters = UPCASTERS): number {
  return FIRST_SCHEMA_VERSION + chainOf(type, upcasters).length;
}

/** Throws {@link UnknownFactError} when the version is later than ours or none at all. */
export function lift(
  stored: { readonly type: string; readonly schemaVersion: number; readonly payload: JsonObject },
  upcasters: Upcasters = UPCASTERS,
): JsonObject {
  const { type, schemaVersion, payload } = stored;
  requireLiftable(type, schemaVersion, upcasters);
  return chainOf(type, upcasters)
    .slice(schemaVersion - FIRST_SCHEMA_VERSION)
    .reduce((lifted, upcast) => upcast(lifted), payload);
}

/** Throws {@link UnknownFactError} when the version is later than ours or none at all. */
export function requireLiftable(
  type: string,
  schemaVersion: number,
  upcasters: Upcasters = UPCASTERS,
): void {
  const today = schemaVersionOf(type, upcasters);
  const known = Number.isInteger(schemaVersion) && schemaVersion >= FIRST_SCHEMA_VERSION;
  if (!known || schemaVersion > today) throw new UnknownFactError(type, schemaVersion);
}

function chainOf(type: string, upcasters: Upcasters): readonly Upcaster[] {
  return Object.hasOwn(upcasters, type) ? (upcasters[type as Fact['type']] ?? []) : [];
}
