/** The switches served over HTTP and gRPC, with clients that speak to them. */
import { join } from 'node:path';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { Access } from '../access.js';
import { AdminCalls } from '../admin-calls.js';
import type { GrpcApi } from '../grpc-server.js';
import { Health } from '../health.js';
import { createLogger } from '../logs.js';
import { Metrics } from '../metrics.js';
import { startApis, type Apis } from '../start-apis.js';
import type { Role } from '../tokens.js';
import { SWITCH_DESK, SwitchController, SwitchDesk, SwitchGrpcController } from './switch-desk.js';

export const SWITCHES_PROTO = join(import.meta.dirname, 'switches.proto');
const ROLES: readonly Role[] = ['signals', 'viewer', 'operator', 'admin'];
const tokenOf = (role: Role) => `token-of-the-${role}`;

export type ServedSwitches = Apis & {
  readonly desk: SwitchDesk;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly calls: AdminCalls;
};

/** Serves them at free ports, unless told otherwise. */
export async function serveSwitches(
  changes: Partial<GrpcApi> & { readonly GRPC_PORT?: number } = {},
): Promise<ServedSwitches> {
  const { GRPC_PORT = 0, ...grpc } = changes;
  const desk = new SwitchDesk();
  const metrics = new Metrics('switches');
  const log = createLogger('switches', 'silent');
  const health = new Health(metrics);
  const calls = new AdminCalls(metrics, log, 500);
  const tokens = ROLES.map((role) => ({ token: tokenOf(role), name: `the ${role}`, role }));
  const apis = await startApis(
    {
      name: 'switches',
      config: { HTTP_HOST: '127.0.0.1', HTTP_PORT: 0, GRPC_HOST: '127.0.0.1', GRPC_PORT },
      controllers: [SwitchController],
      providers: [{ provide: SWITCH_DESK, useValue: desk }],
      bodyMax: '4kb',
      grpc: {
        package: 'sluice.spec.v1',
        protoPath: SWITCHES_PROTO,
        controllers: [SwitchGrpcController],
        ...grpc,
      },
    },
    { access: new Access(JSON.stringify(tokens)), calls, health, metrics, log },
  );
  return { ...apis, desk, health, metrics, calls };
}

export const bearer = (role: Role): string => `Bearer ${tokenOf(role)}`;

export type Headers = Readonly<Record<string, string>>;
/** What came back: the messages, or how the call failed. */
export type Reply = { readonly messages: readonly object[]; readonly failed?: ServiceError };

/** Calls a method by its full name, of one answer or of many. */
export type GrpcCaller = {
  call(method: string, request: object, headers?: Headers): Promise<Reply>;
  close(): void;
};

/** On the wire a call of one message is a stream of one, so one way of calling fits all. */
export function grpcClient(
  address: string,
  protos: readonly string[],
  service: string,
): GrpcCaller {
  const loaded = loadSync([...protos], { longs: String, enums: String, defaults: true });
  const methods = loaded[service] as Readonly<Record<string, MethodDefinition<object, object>>>;
  const client = new Client(address, credentials.createInsecure());
  return {
    close: () => client.close(),
    call: (name, request, headers = {}) =>
      new Promise((resolve, reject) => {
        const method = methods[name];
        if (method === undefined) return reject(new Error(`${service} has no method ${name}`));
        const { path, requestSerialize, responseDeserialize } = method;
        const metadata = new Metadata();
        for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
        const deadline = Date.now() + DEADLINE_MS;
        const stream = client.makeBidiStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          metadata,
          { deadline },
        );
        const messages: object[] = [];
        stream.on('data', (message: object) => messages.push(message));
        stream.on('error', (failed: ServiceError) => resolve({ messages, failed }));
        stream.on('end', () => resolve({ messages }));
        stream.end(request);
      }),
  };
}

const DEADLINE_MS = 10_000;
