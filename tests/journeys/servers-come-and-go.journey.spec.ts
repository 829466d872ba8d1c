/** Broker, database and venue die and return: services live through it, say so, and lose nothing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES, type ServiceName, type Stack } from '@sluice/local';
import {
  ask,
  entry,
  ofType,
  postSignal,
  registerStrategy,
  startJourney,
  until,
  untilQuoted,
  type Answer,
  type Journey,
} from './journey.js';

const RECOVERY_MS = 60_000;

describe('a server that goes and comes back', () => {
  let journey: Journey;
  let stack: Stack;

  beforeAll(async () => {
    journey = await startJourney({ venueArgs: ['--markets', '1', '--duration', '600'] });
    ({ stack } = journey);
    await registerStrategy(stack);
    await untilQuoted(stack);
    await untilOrdered(await postSignal(stack, entry(stack, 'in-good-times')));
  }, 90_000);

  afterAll(() => journey.stop(), 60_000);

  it('the broker: nobody is ready, everybody lives, and a signal sent meanwhile is decided', async () => {
    const startsBefore = starts();
    await stack.servers.nats.takeAway();
    for (const service of SERVICES) await untilMissed(service, 'ledger');
    await startAnew('redemption');
    await untilMissed('redemption', 'ledger');

    const sending = postSignal(stack, entry(stack, 'while-the-broker-was-away'));
    await stack.servers.nats.startAgain();
    await untilDecided(await sending);
    await untilAllReady();
    await untilTrading('after-the-broker');
    expect(starts()).toEqual({ ...startsBefore, redemption: startsBefore.redemption + 1 });
  }, 120_000);

  it('the database: nobody is ready, everybody lives, and a signal sent meanwhile is decided', async () => {
    const startsBefore = starts();
    await stack.servers.postgres.takeAway();
    for (const service of SERVICES) await untilMissed(service, 'postgres');
    await startAnew('risk');
    await untilMissed('risk', 'postgres');

    const sent = await postSignal(stack, entry(stack, 'while-the-database-was-away'));
    await stack.servers.postgres.startAgain();
    await untilDecided(sent);
    await untilAllReady();
    await untilTrading('after-the-database');
    expect(starts()).toEqual({ ...startsBefore, risk: startsBefore.risk + 1 });
  }, 120_000);

  it('the venue: who needs it is not ready, and a signal sent meanwhile is decided once', async () => {
    const startsBefore = starts();
    await stack.servers.venue.takeAway();
    await untilMissed('executor', 'venue');
    await untilMissed('signal-ingest', 'market channel');
    await startAnew('executor');
    await untilMissed('executor', 'venue');

    const sent = await postSignal(stack, entry(stack, 'while-the-venue-was-away'));
    await stack.servers.venue.startAgain();
    await untilDecided(sent);
    await untilAllReady();
    await untilTrading('after-the-venue');
    expect(starts()).toEqual({ ...startsBefore, executor: startsBefore.executor + 1 });
  }, 120_000);

  it('the venue has one order for every signed one, and no other', async () => {
    const response = await fetch(`${stack.venue.control}/state`);
    const approved = ofType(journey.facts, 'SignalApproved').length;
    const abandoned = ofType(journey.facts, 'OrderRejected');
    const requested = ofType(journey.facts, 'OrderRequested').length;
    for (const { data } of abandoned) expect(data.reason).toMatch(/^not signed/);
    expect(requested).toBeGreaterThanOrEqual(4);
    expect(approved - abandoned.length).toBe(requested);
    expect(await response.json()).toMatchObject({ orders: requested });
  });

  const starts = (): Readonly<Record<ServiceName, number>> =>
    Object.fromEntries(
      SERVICES.map((service) => [service, stack.services[service].child.starts()]),
    ) as Record<ServiceName, number>;

  /** Not ready for want of this, says so to people and to Prometheus, and yet alive. */
  async function untilMissed(service: ServiceName, dependency: string): Promise<void> {
    await until(`${service} that misses ${dependency}`, async () => {
      const answer = await asked(service, '/health/ready');
      const checks = answer?.body['checks'] as Record<string, { ok: boolean }> | undefined;
      return answer?.status === 503 && checks?.[dependency]?.ok === false ? answer : undefined;
    });
    const { status } = await ask(stack, service, '/health/live');
    const { body } = await ask(stack, service, '/metrics');
    const gauge = new RegExp(`^dependency_up\\{.*dependency="${dependency}".*\\} 0$`, 'm');
    expect(status).toBe(200);
    expect(body['text']).toMatch(gauge);
  }

  async function untilAllReady(): Promise<void> {
    for (const service of SERVICES) {
      await until(
        `${service} that is ready again`,
        async () => ((await asked(service, '/health/ready'))?.status === 200 ? true : undefined),
        RECOVERY_MS,
      );
    }
  }

  async function startAnew(service: ServiceName): Promise<void> {
    await stack.services[service].child.kill9();
    await until(`${service} that lives again`, () => asked(service, '/health/live'));
  }

  async function untilOrdered({ status, body }: Answer): Promise<void> {
    expect({ status, body }).toMatchObject({ status: 202 });
    const signalId = body['signalId'];
    const of = ({ data }: { readonly data: { readonly signalId: string } }): boolean =>
      data.signalId === signalId;
    await until(
      'accepted order',
      () => ofType(journey.facts, 'OrderAccepted').find(of),
      RECOVERY_MS,
    );
  }

  /** Traded, or refused because the executor could not watch over it; never lost. */
  async function untilDecided({ status, body }: Answer): Promise<void> {
    expect({ status, body }).toMatchObject({ status: 202 });
    const signalId = body['signalId'];
    const decided = await until(
      'decision and its order',
      () =>
        ofType(journey.facts, 'OrderAccepted').find(({ data }) => data.signalId === signalId) ??
        ofType(journey.facts, 'OrderRejected').find(({ data }) => data.signalId === signalId) ??
        ofType(journey.facts, 'SignalRefused').find(
          ({ data }) => data.signal.signalId === signalId,
        ),
      RECOVERY_MS,
    );
    if (decided.type === 'SignalRefused') expect(decided.data.code).toBe('circuit_breaker_active');
  }

  /** Once everything is well again, entries are taken without anybody's help. */
  async function untilTrading(externalId: string): Promise<void> {
    let sent = 0;
    await until(
      'order after the recovery',
      async () => {
        sent += 1;
        const answer = await postSignal(stack, entry(stack, `${externalId}-${sent}`));
        await untilDecided(answer);
        return ofType(journey.facts, 'OrderAccepted').find(
          ({ data }) => data.signalId === answer.body['signalId'],
        );
      },
      RECOVERY_MS,
    );
  }

  /** Undefined while nobody listens. */
  const asked = (service: ServiceName, path: string): Promise<Answer | undefined> =>
    ask(stack, service, path).catch(() => undefined);
});
