/** Whether a service lives, and whether it is fit to work, with the reason when it is not. */
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Metrics } from './metrics.js';

export type CheckResult = { readonly ok: boolean; readonly detail: string };

/** Everything a service depends on reports here; the newest word counts. */
export class Health {
  readonly #checks = new Map<string, () => CheckResult>();
  #stopping = false;

  constructor(private readonly metrics: Metrics) {}

  /** `check` answers from memory; it is asked at every probe. */
  watch(dependency: string, check: () => CheckResult): void {
    this.#checks.set(dependency, check);
  }

  stopping(): void {
    this.#stopping = true;
  }

  report(): { readonly ready: boolean; readonly checks: Readonly<Record<string, CheckResult>> } {
    const checks: Record<string, CheckResult> = {};
    for (const [dependency, check] of this.#checks) {
      const result = check();
      checks[dependency] = result;
      this.metrics.dependencyUp.set({ dependency }, result.ok ? 1 : 0);
    }
    if (this.#stopping) checks['shutdown'] = { ok: false, detail: 'the service is stopping' };
    const started = this.#checks.size > 0;
    return { ready: started && Object.values(checks).every(({ ok }) => ok), checks };
  }
}

export const HEALTH = Symbol('HEALTH');
export const METRICS = Symbol('METRICS');

@Controller()
export class HealthController {
  constructor(
    @Inject(HEALTH) private readonly health: Health,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'alive' };
  }

  @Get('health/ready')
  ready(@Res() response: Response): void {
    const report = this.health.report();
    response.status(report.ready ? 200 : 503).json(report);
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    this.health.report();
    return this.metrics.registry.metrics();
  }
}
