import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { ExecutorAdminController } from './executor-admin.controller.js';
import { OrdersController } from './orders.controller.js';

const PROTO = join(import.meta.dirname, '../../../proto/sluice/admin/v1/executor.proto');
type Handlers = Readonly<Record<string, (...given: never[]) => unknown>>;

const marked = (controller: { readonly prototype: unknown }, name: string, mark: string): unknown =>
  Reflect.getMetadata(`sluice:${mark}`, (controller.prototype as Handlers)[name] as object);

/** Each method of gRPC with the route of HTTP that does the same, and the least role of both. */
const OPERATIONS: Readonly<Record<keyof ExecutorAdminController, readonly [string, string]>> = {
  listOrders: ['orders', 'viewer'],
  getOrder: ['order', 'viewer'],
  listOrdersInDoubt: ['inDoubt', 'viewer'],
  listPositions: ['positions', 'viewer'],
  listExits: ['exits', 'viewer'],
  listKills: ['kills', 'viewer'],
  listDrifts: ['drifts', 'viewer'],
  getVenue: ['venue', 'viewer'],
  cancelOrder: ['cancel', 'operator'],
  cancelOrders: ['cancelMany', 'operator'],
  flatten: ['flatten', 'operator'],
  reconcile: ['reconcile', 'operator'],
};

describe('the admin API of the executor', () => {
  it.each(Object.entries(OPERATIONS))(
    'asks the same role over gRPC and over HTTP: %s',
    (method, [route, role]) => {
      expect(marked(ExecutorAdminController, method, 'needs-role')).toBe(role);
      expect(marked(OrdersController, route, 'needs-role')).toBe(role);
      const isRead = role === 'viewer' ? true : undefined;
      expect(marked(ExecutorAdminController, method, 'reads-only')).toBe(isRead);
    },
  );

  it('says in its contract which role each method needs', () => {
    const contract = readFileSync(PROTO, 'utf8');
    const said = [...contract.matchAll(/\/\/ Needs (\w+)\.[^\n]*\n {2}rpc (\w+)\(/g)].map(
      ([, role, rpc = '']) => [`${rpc.charAt(0).toLowerCase()}${rpc.slice(1)}`, role],
    );
    const asked = Object.entries(OPERATIONS).map(([method, [, role]]) => [method, role]);
    expect(said).toStrictEqual(asked);
  });
});
