/** Opens what a service answers to: HTTP always, gRPC where it is defined, one door for both. */
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessGuard } from './access-guard.js';
import type { Access } from './access.js';
import { ADMIN_CALLS, AdminCallsController } from './admin-calls.controller.js';
import type { AdminCalls } from './admin-calls.js';
import { AnswerErrors } from './answer-errors.js';
import type { CommonConfig } from './config.js';
import { EndCalls } from './end-calls.js';
import type { GrpcApi, GrpcServer } from './grpc-server.js';
import { HEALTH, HealthController, METRICS, type Health } from './health.js';
import type { Logger } from './logs.js';
import type { Metrics } from './metrics.js';
import { OPEN_API, OpenApiController, openApiDocument } from './openapi-document.js';

/** The part of a service's definition that its callers see. */
export type ApiDefinition = {
  readonly name: string;
  readonly config: Pick<CommonConfig, 'HTTP_HOST' | 'HTTP_PORT' | 'GRPC_HOST' | 'GRPC_PORT'>;
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  /** Largest request the service reads, as a body of HTTP or a message of gRPC. */
  readonly bodyMax?: `${number}kb`;
  readonly grpc?: GrpcApi;
};

export type Apis = {
  /** Where HTTP listens, as a URL. */
  readonly url: string;
  /** Where gRPC listens, as host and port; undefined in a service without it. */
  readonly grpcAddress: string | undefined;
  close(): Promise<void>;
};

@Module({})
class ServiceModule {}

export async function startApis(
  { name, config, controllers, providers, bodyMax = '64kb', grpc }: ApiDefinition,
  {
    access,
    calls,
    health,
    metrics,
    log,
  }: {
    readonly access: Access;
    readonly calls: AdminCalls;
    readonly health: Health;
    readonly metrics: Metrics;
    readonly log: Logger;
  },
): Promise<Apis> {
  let document: ReturnType<typeof openApiDocument> | undefined;
  const module: DynamicModule = {
    module: ServiceModule,
    controllers: [
      HealthController,
      AdminCallsController,
      OpenApiController,
      ...controllers,
      ...(grpc?.controllers ?? []),
    ],
    providers: [
      { provide: HEALTH, useValue: health },
      { provide: METRICS, useValue: metrics },
      { provide: ADMIN_CALLS, useValue: calls },
      { provide: OPEN_API, useValue: () => (document ??= openApiDocument(app, name)) },
      ...providers,
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: ['error', 'fatal'],
    bodyParser: false,
  });
  app.useBodyParser('json', { limit: bodyMax });
  app.useGlobalGuards(new AccessGuard(access, calls));
  app.useGlobalInterceptors(new EndCalls(calls));
  app.useGlobalFilters(new AnswerErrors(log));

  const server = grpc && (await grpcServer(grpc, { config, bodyMax, health }));
  if (server !== undefined) {
    app.connectMicroservice<MicroserviceOptions>({ strategy: server }, { inheritAppConfig: true });
  }
  try {
    await app.listen(config.HTTP_PORT, config.HTTP_HOST);
    await app.startAllMicroservices();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return {
    url: await app.getUrl(),
    grpcAddress: server?.address,
    close: async () => {
      await Promise.all([server?.close(), app.close()]);
    },
  };
}

/** Loads gRPC only in a service that speaks it. */
async function grpcServer(
  grpc: GrpcApi,
  {
    config,
    bodyMax,
    health,
  }: Required<Pick<ApiDefinition, 'config' | 'bodyMax'>> & { readonly health: Health },
): Promise<GrpcServer> {
  const { GrpcServer } = await import('./grpc-server.js');
  return new GrpcServer(grpc, {
    host: config.GRPC_HOST,
    port: config.GRPC_PORT,
    messageBytesMax: Number.parseInt(bodyMax, 10) * 1024,
    health,
  });
}
