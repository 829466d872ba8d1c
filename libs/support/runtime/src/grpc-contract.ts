/** Reads a gRPC API's contract, so that its messages reach a handler as the JSON of HTTP would. */
import { loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader';
import { PROTO_FOLDER, protoFile } from './release.js';

/** A method of a service, as the loader describes it. */
type Method = MethodDefinition<object, object>;

/**
 * In a message that came in, names are camelCase, 64-bit integers are text, enums are their names,
 * and an `optional` field or a message that was not sent is missing. A field that is not `optional`
 * cannot be told from one that was left out, and has its zero.
 */
export function loadContract(names: readonly string[]): PackageDefinition {
  const loaded = loadSync(names.map(protoFile), {
    keepCase: false,
    longs: String,
    enums: String,
    bytes: Buffer,
    defaults: true,
    arrays: true,
    objects: true,
    // These would add a field for each `optional` one, and a strict schema would refuse it.
    oneofs: false,
    includeDirs: [PROTO_FOLDER],
  });
  return Object.fromEntries(
    Object.entries(loaded).map(([name, definition]) => [
      name,
      isService(definition) ? mapValues(definition, withoutNulls) : definition,
    ]),
  );
}

/** The full names of the services in some packages: `sluice.admin.v1.RiskAdmin`. */
export const servicesOf = (
  contract: PackageDefinition,
  packages: readonly string[],
): readonly string[] =>
  Object.entries(contract)
    .filter(([, definition]) => isService(definition))
    .map(([name]) => name)
    .filter((name) => packages.some((within) => name.startsWith(`${within}.`)));

/** A message or an enum says its format; a service is nothing but its methods. */
function isService(
  definition: PackageDefinition[string],
): definition is Readonly<Record<string, Method>> {
  return !('format' in definition);
}

/** The loader gives a message that was not sent as null, where JSON would not have it at all. */
const withoutNulls = (method: Method): Method => ({
  ...method,
  requestDeserialize: (bytes) => dropNulls(method.requestDeserialize(bytes)) as object,
});

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, dropNulls(inner)]),
  );
}

const mapValues = <In, Out>(from: Readonly<Record<string, In>>, to: (value: In) => Out) =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
