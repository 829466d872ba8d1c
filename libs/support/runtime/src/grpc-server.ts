/** Serves an admin API over gRPC: NestJS calls the handlers, this sets limits, opens and closes. */
import { Server, ServerCredentials, type ServiceClientConstructor } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { Type } from '@nestjs/common';
import { ServerGrpc } from '@nestjs/microservices';
import { grpcHealth, healthContract, type GrpcHealth } from './grpc-health.js';
import { loadContract, servicesOf } from './grpc-contract.js';
import type { Health } from './health.js';

/** A service's API over gRPC, beside the one over HTTP. */
export type GrpcApi = {
  /** The protobuf packages it answers for, such as "sluice.admin.v1". */
  readonly package: string | readonly string[];
  /** Their files below `proto/`, such as "sluice/admin/v1/risk.proto". */
  readonly protoPath: string | readonly string[];
  /** With a `@GrpcMethod` for every method of the services in these packages. */
  readonly controllers: readonly Type[];
};

const LIMITS = {
  'grpc.max_send_message_length': 4 * 1024 * 1024,
  /** Calls of one client at a time. */
  'grpc.max_concurrent_streams': 100,
};
/** A client that vanished is noticed after half a minute, one that is quiet leaves after a while. */
const KEEPALIVE = {
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_connection_idle_ms': 900_000,
};
/** Calls in hand may end within this; whoever watches for ever is cut off then. */
const CLOSE_MS = 2_000;

export class GrpcServer extends ServerGrpc {
  readonly #messageBytesMax: number;
  readonly #health: GrpcHealth;
  readonly #host: string;
  readonly #port: number;
  #bound: number | undefined;

  constructor(
    { package: packages, protoPath }: GrpcApi,
    {
      host,
      port,
      messageBytesMax,
      health,
    }: {
      readonly host: string;
      /** 0 takes any that is free. */
      readonly port: number;
      /** Of a request. */
      readonly messageBytesMax: number;
      readonly health: Health;
    },
  ) {
    const names = [packages].flat();
    const contract = loadContract([protoPath].flat());
    const healthService = grpcHealth(health, servicesOf(contract, names));
    super({
      package: names,
      packageDefinition: contract,
      onLoadPackageDefinition: (_, server: Server) => {
        healthService.addTo(server);
        new ReflectionService({ ...healthContract(), ...contract }).addToServer(server);
      },
    });
    this.#health = healthService;
    this.#host = host.includes(':') ? `[${host}]` : host;
    this.#port = port;
    this.#messageBytesMax = messageBytesMax;
  }

  /** Where it listens, once it does: "127.0.0.1:9090". */
  get address(): string {
    return `${this.#host}:${this.#bound ?? this.#port}`;
  }

  override createClient(): Promise<Server> {
    const limits = { ...LIMITS, 'grpc.max_receive_message_length': this.#messageBytesMax };
    return Promise.resolve(new Server({ ...limits, ...KEEPALIVE }));
  }

  /** Opens only when every method has its handler, so that nobody is told it did not exist. */
  override async bindEvents(): Promise<void> {
    await super.bindEvents();
    const server = this.grpcClient as Server;
    this.#bound = await new Promise<number>((resolve, reject) => {
      const address = `${this.#host}:${this.#port}`;
      server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(new Error(`gRPC cannot listen at ${address}: ${error.message}`));
      });
    });
  }

  override async createService(
    definition: ServiceClientConstructor,
    name: string,
  ): Promise<Record<string, unknown>> {
    const service = (await super.createService(definition, name)) as Record<string, unknown>;
    const missing = Object.keys(definition.service).filter((method) => !(method in service));
    if (missing.length === 0) return service;
    throw new Error(`No controller answers ${missing.join(', ')} of the gRPC service ${name}`);
  }

  override async close(): Promise<void> {
    this.#health.stop();
    const server = this.grpcClient as Server | undefined;
    if (server === undefined) return;
    this.grpcClient = undefined;
    const late = setTimeout(() => server.forceShutdown(), CLOSE_MS);
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    clearTimeout(late);
  }
}
