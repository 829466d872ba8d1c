import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { AccountsController } from './accounts.controller.js';
import { RiskAdminController } from './risk-admin.controller.js';
import { StrategiesController } from './strategies.controller.js';

const PROTO = join(import.meta.dirname, '../../../proto/sluice/admin/v1/risk.proto');
type Method = keyof RiskAdminController;
type Handlers = Readonly<Record<string, (...given: never[]) => unknown>>;

const marked = (controller: { readonly prototype: unknown }, name: string, mark: string): unknown =>
  Reflect.getMetadata(`sluice:${mark}`, (controller.prototype as Handlers)[name] as object);

/** Each method of gRPC with the route of HTTP that does the same, and the least role of both. */
const OPERATIONS: Readonly<Record<Method, readonly [object, string, string]>> = {
  registerStrategy: [StrategiesController, 'register', 'admin'],
  listStrategies: [StrategiesController, 'list', 'viewer'],
  setRules: [StrategiesController, 'setRules', 'admin'],
  getRules: [StrategiesController, 'rules', 'viewer'],
  listRulesVersions: [StrategiesController, 'rulesHistory', 'viewer'],
  getState: [StrategiesController, 'state', 'viewer'],
  listStateChanges: [StrategiesController, 'stateHistory', 'viewer'],
  listEquity: [StrategiesController, 'equity', 'viewer'],
  getRuleWatch: [StrategiesController, 'ruleWatch', 'viewer'],
  listDecisions: [StrategiesController, 'decisions', 'viewer'],
  getDecision: [StrategiesController, 'decision', 'viewer'],
  explainIdle: [StrategiesController, 'idle', 'viewer'],
  pauseStrategy: [StrategiesController, 'pause', 'operator'],
  resumeStrategy: [StrategiesController, 'resume', 'operator'],
  resetPeak: [StrategiesController, 'resetPeak', 'admin'],
  tripStrategyBreaker: [StrategiesController, 'trip', 'operator'],
  clearStrategyBreaker: [StrategiesController, 'clear', 'operator'],
  killStrategy: [StrategiesController, 'kill', 'operator'],
  releaseStrategy: [StrategiesController, 'release', 'admin'],
  getAccount: [AccountsController, 'account', 'viewer'],
  listAccountChanges: [AccountsController, 'history', 'viewer'],
  tripAccountBreaker: [AccountsController, 'trip', 'operator'],
  clearAccountBreaker: [AccountsController, 'clear', 'operator'],
  killAccount: [AccountsController, 'kill', 'operator'],
  releaseAccount: [AccountsController, 'release', 'admin'],
  killEverything: [AccountsController, 'killEverything', 'operator'],
  releaseEverything: [AccountsController, 'releaseEverything', 'admin'],
};

describe('the admin API of risk', () => {
  it.each(Object.entries(OPERATIONS))(
    'asks the same role over gRPC and over HTTP: %s',
    (method, [controller, route, role]) => {
      const http = controller as { readonly prototype: unknown };
      expect(marked(RiskAdminController, method, 'needs-role')).toBe(role);
      expect(marked(http, route, 'needs-role')).toBe(role);
      const isRead = role === 'viewer' ? true : undefined;
      expect(marked(RiskAdminController, method, 'reads-only')).toBe(isRead);
      const isKill = method.startsWith('kill') ? true : undefined;
      expect(marked(RiskAdminController, method, 'urgent')).toBe(isKill);
      expect(marked(http, route, 'urgent')).toBe(isKill);
    },
  );

  it('says in its contract which role each method needs', () => {
    const contract = readFileSync(PROTO, 'utf8');
    const said = [...contract.matchAll(/\/\/ Needs (\w+)\.[^\n]*\n {2}rpc (\w+)\(/g)].map(
      ([, role, rpc = '']) => [`${rpc.charAt(0).toLowerCase()}${rpc.slice(1)}`, role],
    );
    const asked = Object.entries(OPERATIONS).map(([method, [, , role]]) => [method, role]);
    expect(said).toStrictEqual(asked);
  });
});
