/** Calls an admin API over gRPC, as somebody of a role. */
import { Client, credentials, Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { join } from 'node:path';

const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];
const tokenOf = (role: Role): string => `token-of-the-${role}`;

export const bearer = (role: Role): string => `Bearer ${tokenOf(role)}`;
/** One of each role, as a service is told of them. */
export const ADMIN_TOKENS = JSON.stringify(
  ROLES.map((role) => ({ token: tokenOf(role), name: `the ${role}`, role })),
);

export type Told = {
  readonly answer?: object;
  readonly code?: status;
  /** What HTTP would have answered. */
  readonly refusal?: unknown;
};
export type GrpcClient = {
  call(method: string, message: object, role: Role): Promise<Told>;
  close(): void;
};

/** `name` is that of the contract: risk for RiskAdmin in risk.proto. */
export function connect(address: string, name: 'risk' | 'redemption'): GrpcClient {
  const proto = join(import.meta.dirname, '..', '..', 'proto');
  const path = `sluice/admin/v1/${name}.proto`;
  const loaded = loadSync(path, { includeDirs: [proto], longs: String });
  const admin = `${name.charAt(0).toUpperCase()}${name.slice(1)}Admin`;
  const service = loaded[`sluice.admin.v1.${admin}`] as unknown as Readonly<
    Record<string, MethodDefinition<object, object>>
  >;
  const client = new Client(address, credentials.createInsecure());
  return {
    close: () => client.close(),
    call: (method, message, role) =>
      new Promise((resolve, reject) => {
        const definition = service[method];
        if (definition === undefined) throw new Error(`${admin} has no method ${method}`);
        const metadata = new Metadata();
        metadata.set('authorization', bearer(role));
        client.makeUnaryRequest(
          definition.path,
          definition.requestSerialize,
          definition.responseDeserialize,
          message,
          metadata,
          { deadline: Date.now() + 20_000 },
          (error: ServiceError | null, answer?: object) => {
            if (error === null) return resolve(answer === undefined ? {} : { answer });
            const [body] = error.metadata?.get('sluice-error-bin') ?? [];
            if (body === undefined) return reject(error);
            resolve({ code: error.code, refusal: JSON.parse(String(body)) as unknown });
          },
        );
      }),
  };
}
