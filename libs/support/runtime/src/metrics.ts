/** What a service counts and measures, for Prometheus. */
import type { Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const snakeCase = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

export class Metrics {
  readonly registry = new Registry();
  readonly #facts = new Map<string, Counter>();

  readonly projectionLag = new Gauge({
    name: 'projection_lag_facts',
    help: 'Facts on the ledger that a follower has not worked through yet.',
    labelNames: ['follower'],
    registers: [this.registry],
  });
  readonly ledgerAppends = new Counter({
    name: 'ledger_appends_total',
    help: 'Answers to appends, by class.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly ledgerLagSeconds = new Gauge({
    name: 'ledger_lag_seconds',
    help: 'Age of the newest fact this service has worked through when it was worked through.',
    registers: [this.registry],
  });
  readonly dependencyUp = new Gauge({
    name: 'dependency_up',
    help: '1 while a thing this service needs answers, else 0.',
    labelNames: ['dependency'],
    registers: [this.registry],
  });
  readonly effectsPending = new Gauge({
    name: 'effects_pending',
    help: 'Effects written down and not done yet.',
    registers: [this.registry],
  });
  readonly adminCalls = new Counter({
    name: 'admin_calls_total',
    help: 'Calls to the admin API that could change something or were refused, by what was said.',
    labelNames: ['transport', 'outcome'],
    registers: [this.registry],
  });
  readonly adminCallsUnrecorded = new Counter({
    name: 'admin_calls_unrecorded_total',
    help: 'Those that were not written down: too many refusals, or no database.',
    labelNames: ['transport', 'outcome'],
    registers: [this.registry],
  });
  readonly venueCondition = new Gauge({
    name: 'venue_condition',
    help: '1 for the condition the venue is in as last heard, else 0.',
    labelNames: ['condition'],
    registers: [this.registry],
  });
  readonly venueClockSkewSeconds = new Gauge({
    name: 'venue_clock_skew_seconds',
    help: "How far the venue's clock is ahead of ours.",
    registers: [this.registry],
  });
  readonly venueAnswerSeconds = new Histogram({
    name: 'venue_answer_seconds',
    help: 'How long the venue took to answer, by request and HTTP status; lost is no answer.',
    labelNames: ['request', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly venueTokensRemaining = new Gauge({
    name: 'venue_tokens_remaining',
    help: "What is left of the venue's own limit for this signer, as its headers last said.",
    labelNames: ['request'],
    registers: [this.registry],
  });
  readonly signalToOrderSeconds = new Histogram({
    name: 'signal_to_order_seconds',
    help: 'From a signal received to its order accepted by the venue.',
    buckets: [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    registers: [this.registry],
  });
  readonly unredeemedUsd = new Gauge({
    name: 'unredeemed_usd',
    help: 'What the chain pays for positions that are resolved and not redeemed, in dollars.',
    labelNames: ['account', 'strategy'],
    registers: [this.registry],
  });
  readonly unredeemedAgeSeconds = new Gauge({
    name: 'unredeemed_age_seconds',
    help: 'How long the oldest of them has been resolved.',
    labelNames: ['account', 'strategy'],
    registers: [this.registry],
  });
  readonly exits = new Counter({
    name: 'exits_total',
    help: 'Positions that began to be left, by what asked for it.',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  readonly positionsUnprotected = new Gauge({
    name: 'positions_unprotected',
    help: 'Positions whose triggered exit has sold nothing for a minute.',
    registers: [this.registry],
  });

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Declares a counter for each fact this service writes, so that a zero is seen as a zero. */
  declareFacts(types: readonly Fact['type'][]): void {
    for (const type of types) this.#counterOf(type);
  }

  countFacts(recorded: readonly Recorded[]): void {
    for (const { type } of recorded) this.#counterOf(type).inc();
  }

  #counterOf(type: string): Counter {
    let counter = this.#facts.get(type);
    if (counter === undefined) {
      counter = new Counter({
        name: `${snakeCase(type)}_total`,
        help: `${type} facts written by this service since it started.`,
        registers: [this.registry],
      });
      this.#facts.set(type, counter);
    }
    return counter;
  }
}
