import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { createServer } from 'node:net';
import {
  bearer,
  grpcClient,
  serveSwitches,
  SWITCHES_PROTO,
  type ServedSwitches,
} from './testing/served-switches.js';

const SERVICE = 'sluice.spec.v1.SwitchAdmin';
const operator = { authorization: bearer('operator') };

describe('the OpenAPI document', () => {
  let served: ServedSwitches;
  let document: OpenApi;
  beforeAll(async () => {
    served = await serveSwitches();
    document = (await (await fetch(`${served.url}/openapi.json`)).json()) as OpenApi;
  });
  afterAll(() => served.close());

  type Operation = Readonly<Record<string, unknown>>;
  type OpenApi = {
    readonly openapi: string;
    readonly info: object;
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: object;
  };

  it('names the service and its release, and how to say who one is', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({
      title: 'Sluice switches',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    expect(document.components).toMatchObject({
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    });
  });

  it('has the schemas by which requests are read, and an example', () => {
    expect(document.paths['/switches']?.['post']).toMatchObject({
      requestBody: {
        content: {
          'application/json': {
            schema: {
              required: ['switchId', 'position'],
              additionalProperties: false,
              properties: { switchId: { pattern: '^[a-z]+$' } },
              examples: [{ switchId: 'hall' }],
            },
          },
        },
      },
      responses: { 201: { description: 'The switch was turned.' } },
    });
  });

  it('says of each operation which role it needs and how it is refused', () => {
    expect(document.paths['/switches']?.['post']).toMatchObject({
      description: 'Needs the role operator.',
      security: [{ bearer: [] }],
      responses: {
        default: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
        },
      },
    });
    expect(document.paths['/health/live']?.['get']).not.toHaveProperty('security');
  });

  it('names the parameters of the path and of the query', () => {
    expect(document.paths['/switches/{switchId}']?.['get']?.['parameters']).toMatchObject([
      { name: 'switchId', in: 'path', required: true },
    ]);
    expect(document.paths['/admin/calls']?.['get']?.['parameters']).toMatchObject([
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 1_000 } },
    ]);
  });

  it('comes without pages to look at', async () => {
    for (const path of ['openapi', 'openapi/', 'openapi-json', 'openapi/index.html']) {
      expect((await fetch(`${served.url}/${path}`)).status).toBe(404);
    }
  });
});

describe('before its database is there, a service', () => {
  it('answers what only reads, and lets no command through', async () => {
    const served = await serveSwitches();
    const client = grpcClient(served.grpcAddress ?? '', [SWITCHES_PROTO], SERVICE);
    expect((await client.call('Show', { switchId: 'hall' }, operator)).failed).toBeUndefined();
    const turning = await client.call('Turn', { switchId: 'hall' }, operator);
    expect(turning.failed?.code).toBe(status.UNAVAILABLE);
    const overHttp = await fetch(`${served.url}/switches`, { method: 'POST', headers: operator });
    expect(overHttp.status).toBe(503);
    const admin = { authorization: bearer('admin') };
    expect((await fetch(`${served.url}/admin/calls`, { headers: admin })).status).toBe(503);
    expect(served.desk.turned).toStrictEqual([]);
    client.close();
    await served.close();
  });
});

describe('a gRPC API', () => {
  it('does not open when a method of its contract has no handler', async () => {
    await expect(serveSwitches({ controllers: [] })).rejects.toThrow(
      'No controller answers Turn, Show, Watch, Wipe of the gRPC service SwitchAdmin',
    );
  });

  it('does not open without its contract', async () => {
    await expect(serveSwitches({ protoPath: 'sluice/admin/v1/none.proto' })).rejects.toThrow(
      'The contract sluice/admin/v1/none.proto is not in',
    );
  });

  it('does not open for a package that its contract does not have', async () => {
    await expect(serveSwitches({ package: 'sluice.spec.v2' })).rejects.toThrow('sluice.spec.v2');
  });

  it('says where it could not listen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { readonly port: number };
    await expect(serveSwitches({ GRPC_PORT: port })).rejects.toThrow(
      `gRPC cannot listen at 127.0.0.1:${port}`,
    );
    other.close();
  });

  it('ends with the calls in hand answered, and does not wait for who watches for ever', async () => {
    const served = await serveSwitches();
    const client = grpcClient(served.grpcAddress ?? '', [SWITCHES_PROTO], SERVICE);
    served.calls.open({
      add: () => Promise.resolve('1'),
      end: () => Promise.resolve(),
      last: () => Promise.resolve([]),
      trim: () => Promise.resolve(0),
    });
    const slow = client.call('Show', { switchId: 'slow' }, operator);
    const endless = client.call('Watch', { switchId: 'endless' }, operator);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const startedAt = performance.now();
    await served.close();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect((await slow).messages).toStrictEqual([{ said: 'slow' }]);
    expect((await endless).failed?.code).toBeDefined();
    expect((await client.call('Show', {}, operator)).failed?.code).toBe(status.UNAVAILABLE);
    client.close();
  });
});
