import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { RedemptionAdminController } from './redemption-admin.controller.js';
import { RedemptionsController } from './redemptions.controller.js';

const PROTO = join(import.meta.dirname, '../../../proto/sluice/admin/v1/redemption.proto');
type Handlers = Readonly<Record<string, (...given: never[]) => unknown>>;

const marked = (controller: { readonly prototype: unknown }, name: string, mark: string): unknown =>
  Reflect.getMetadata(`sluice:${mark}`, (controller.prototype as Handlers)[name] as object);

/** Each method of gRPC with the route of HTTP that does the same, and the least role of both. */
const OPERATIONS: Readonly<Record<keyof RedemptionAdminController, readonly [string, string]>> = {
  listPending: ['pending', 'viewer'],
  listRedemptions: ['redemptions', 'viewer'],
  getRedemption: ['redemption', 'viewer'],
  getCapital: ['capital', 'viewer'],
  listApprovals: ['approvals', 'viewer'],
  listActions: ['actions', 'viewer'],
  redeem: ['redeem', 'operator'],
  retry: ['retry', 'operator'],
  merge: ['merge', 'operator'],
  approve: ['approve', 'admin'],
};

describe('the admin API of redemption', () => {
  it.each(Object.entries(OPERATIONS))(
    'asks the same role over gRPC and over HTTP: %s',
    (method, [route, role]) => {
      expect(marked(RedemptionAdminController, method, 'needs-role')).toBe(role);
      expect(marked(RedemptionsController, route, 'needs-role')).toBe(role);
      const isRead = role === 'viewer' ? true : undefined;
      expect(marked(RedemptionAdminController, method, 'reads-only')).toBe(isRead);
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
