import { describe, expect, it } from '@jest/globals';
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { createInMemoryLedger, recordFacts } from '@sluice/testing';
import { Metrics } from './metrics.js';

describe('what a service counts', () => {
  it('shows a fact it has not written yet as a zero', async () => {
    const metrics = new Metrics('executor');
    metrics.declareFacts(['OrderRequested', 'FillConfirmed']);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/^order_requested_total\{service="executor"\} 0$/m);
    expect(text).toMatch(/^fill_confirmed_total\{service="executor"\} 0$/m);
  });

  it('counts each fact by its name', async () => {
    const metrics = new Metrics('executor');
    const stream = { aggregate: 'order', id: 'order-1', partitionKey: 'account-1' } as const;
    const facts = await recordFacts<Fact>(
      createInMemoryLedger(),
      stream,
      examples.orderRequested(),
      examples.orderFilled(),
      examples.orderFilled({ tradeId: 'trade-2' }),
    );
    metrics.countFacts(facts);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/^order_requested_total\{service="executor"\} 1$/m);
    expect(text).toMatch(/^order_filled_total\{service="executor"\} 2$/m);
  });
});
