import { beforeEach, describe, expect, it } from '@jest/globals';
import { Health } from './health.js';
import { Metrics } from './metrics.js';

const fine = { ok: true, detail: 'answers' };
const down = { ok: false, detail: 'no answer' };

describe('whether a service is fit to work', () => {
  let metrics: Metrics;
  let health: Health;
  beforeEach(() => {
    metrics = new Metrics('risk');
    health = new Health(metrics);
  });

  it('is not, before it knows what it needs', () => {
    expect(health.report().ready).toBe(false);
  });

  it('is, when everything it needs answers', () => {
    health.watch('postgres', () => fine);
    health.watch('ledger', () => fine);
    expect(health.report()).toStrictEqual({
      ready: true,
      checks: { postgres: fine, ledger: fine },
    });
  });

  it('is not, with the reason, when one thing does not', () => {
    health.watch('postgres', () => fine);
    health.watch('ledger', () => down);
    expect(health.report()).toMatchObject({ ready: false, checks: { ledger: down } });
  });

  it('is asked anew each time, and the newest word counts', () => {
    health.watch('ledger', () => down);
    health.watch('ledger', () => fine);
    expect(health.report().ready).toBe(true);
  });

  it('is not, while it stops', () => {
    health.watch('ledger', () => fine);
    health.stopping();
    expect(health.report().ready).toBe(false);
  });

  it('is measured', async () => {
    health.watch('postgres', () => fine);
    health.watch('ledger', () => down);
    health.report();
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/dependency_up\{dependency="postgres",service="risk"\} 1/);
    expect(text).toMatch(/dependency_up\{dependency="ledger",service="risk"\} 0/);
  });
});
