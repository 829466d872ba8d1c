import { describe, expect, it } from '@jest/globals';
import type { alert } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { after } from './alert-row.js';

describe("the design's type of an alert", () => {
  it.each<[alert.AlertKind, string]>([
    ['strategy_paused', 'DRAWDOWN'],
    ['strategy_resumed', 'DRAWDOWN'],
    ['breaker_tripped', 'CIRCUIT_BREAKER'],
    ['breaker_cleared', 'CIRCUIT_BREAKER'],
    ['strategy_killed', 'CIRCUIT_BREAKER'],
    ['drift_found', 'ERROR'],
    ['venue_unreconciled', 'CIRCUIT_BREAKER'],
    ['account_killed', 'CIRCUIT_BREAKER'],
    ['rules_unevaluated', 'ERROR'],
    ['order_rejected', 'ERROR'],
    ['loss_confirmed', 'PERFORMANCE'],
  ])('of %s is %s', (kind, type) => {
    const row = after(undefined, examples.alertRaised({ kind }));
    expect(row).toMatchObject({ kind, alert_type: type });
  });
});
