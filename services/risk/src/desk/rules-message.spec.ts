import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnNames, readRules } from '../rules-request.js';
import { columnsIn, diffMessage, rulesMessage } from './rules-message.js';

const PROTO = join(import.meta.dirname, '../../../../proto/sluice/admin/v1/risk.proto');

describe('risk rules over gRPC', () => {
  it('have a field for every column, and none besides', () => {
    const [, message = ''] =
      /message RiskRules \{([^}]*)\}/.exec(readFileSync(PROTO, 'utf8')) ?? [];
    const fields = [...message.matchAll(/optional \w+ (\w+) = \d+;/g)].map(([, name]) => name);
    expect(fields).toStrictEqual([...columnNames]);
  });

  it('are read as HTTP would have sent them', () => {
    const message = {
      dailyBudgetUsd: '100',
      maxPositionsPerMarket: 2,
      useVolatilityAdjustment: false,
      timeStopMs: '31622400000',
    };
    const columns = {
      daily_budget_usd: '100',
      max_positions_per_market: 2,
      use_volatility_adjustment: false,
      time_stop_ms: 31_622_400_000,
    };
    expect(columnsIn(message)).toStrictEqual(columns);
    expect(readRules(columnsIn(message))).toMatchObject({ kind: 'rules' });
    expect(rulesMessage(columns)).toStrictEqual({ ...message, timeStopMs: 31_622_400_000 });
  });

  it('are refused when they were not sent', () => {
    expect(columnsIn(undefined)).toBeUndefined();
    expect(readRules(columnsIn(undefined))).toMatchObject({ kind: 'faults' });
  });

  it('tell a change as text, whatever the column holds', () => {
    expect(
      diffMessage([
        { column: 'max_latency_ms', from: null, to: 900 },
        { column: 'enable_stop_loss', from: true, to: null },
      ]),
    ).toStrictEqual([
      { column: 'max_latency_ms', from: undefined, to: '900' },
      { column: 'enable_stop_loss', from: 'true', to: undefined },
    ]);
  });
});
