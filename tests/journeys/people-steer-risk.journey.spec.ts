/** People register, limit, pause, trip and kill, over HTTP and gRPC, and signals feel it at once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import type { Stack } from '@sluice/local';
import { ADMIN_TOKENS, bearer, connect, type GrpcClient, type Role } from './grpc-client.js';
import {
  ask,
  entry,
  ofType,
  postSignal,
  startJourney,
  STRATEGY,
  until,
  untilQuoted,
  type Answer,
  type Journey,
} from './journey.js';

const why = 'the journey says so';

describe('people who steer risk', () => {
  let journey: Journey;
  let stack: Stack;
  let client: GrpcClient;

  beforeAll(async () => {
    journey = await startJourney({
      venueArgs: ['--markets', '2', '--duration', '600'],
      extra: { risk: { ADMIN_TOKENS } },
    });
    ({ stack } = journey);
    client = connect(stack.services.risk.grpc, 'risk');
    await untilQuoted(stack);
  }, 90_000);
  afterAll(async () => {
    client?.close();
    await journey.stop();
  }, 60_000);

  const http = (role: Role, method: string, path: string, body?: object): Promise<Answer> =>
    ask(stack, 'risk', path, {
      method,
      authorization: bearer(role),
      ...(body === undefined ? {} : { body }),
    });
  const place = () => ({ strategyId: STRATEGY, accountId: stack.accountId });

  /** What risk said to a signal of its own. */
  async function decided(externalId: string, market = 0): Promise<Answer['body']> {
    const { body, status: sent } = await postSignal(stack, entry(stack, externalId, { market }));
    expect({ sent, body }).toMatchObject({ sent: 202 });
    return until('decision', async () => {
      const answer = await http('viewer', 'GET', `/decisions/${String(body['signalId'])}`);
      return answer.status === 200 ? answer.body : undefined;
    });
  }

  it('register a strategy and set its rules, by one way or the other', async () => {
    const { accountId } = stack;
    const registration = { strategyId: STRATEGY, accountId, capitalUsd: '1000' };
    const registered = await client.call('RegisterStrategy', registration, 'admin');
    expect(registered.answer).toMatchObject({ ...place(), changed: true });
    const again = await http('admin', 'POST', '/strategies', registration);
    expect(again).toMatchObject({ status: 201, body: { changed: false } });
    const elsewhere = { ...registration, accountId: 'another' };
    const taken = await http('admin', 'POST', '/strategies', elsewhere);
    expect(taken).toMatchObject({ status: 409, body: { field: 'strategyId' } });

    const rules = { maxPositionSizeUsd: '25', maxSpreadPct: '0.5', maxPositionsPerMarket: 10 };
    const change = { strategyId: STRATEGY, rules, why, expectedVersion: 0 };
    const set = await client.call('SetRules', change, 'admin');
    expect(set.answer).toMatchObject({
      ...{ changed: true, version: 1 },
      diff: [
        { column: 'max_position_size_usd', to: '25' },
        { column: 'max_positions_per_market', to: '10' },
        { column: 'max_spread_pct', to: '0.5' },
      ],
    });
    expect((await http('viewer', 'GET', `/strategies/${STRATEGY}/rules`)).body).toMatchObject({
      inForce: { version: 1, rules: { max_position_size_usd: '25', max_positions_per_market: 10 } },
    });
    const late = await client.call('SetRules', { ...change, rules: {} }, 'admin');
    expect(late).toMatchObject({
      code: status.FAILED_PRECONDITION,
      refusal: { error: 'version_conflict', field: 'expectedVersion', version: 1 },
    });
    const wrong = { rules: { max_drawdown_pct: '2', max_size: '1' }, why };
    const refused = await http('admin', 'PUT', `/strategies/${STRATEGY}/rules`, wrong);
    expect(refused.status).toBe(400);
    expect(refused.body['faults']).toMatchObject([
      { field: 'rules.max_drawdown_pct' },
      { field: 'rules.max_size' },
    ]);
  });

  it('may do what their role allows, by both ways', async () => {
    const pause = { strategyId: STRATEGY, why };
    expect(await client.call('PauseStrategy', pause, 'viewer')).toMatchObject({
      code: status.PERMISSION_DENIED,
    });
    const path = `/strategies/${STRATEGY}`;
    expect((await http('viewer', 'POST', `${path}/pause`, { why })).status).toBe(403);
    expect((await http('operator', 'POST', `${path}/reset-peak`, { why })).status).toBe(403);
    expect((await http('operator', 'POST', '/release', { why })).status).toBe(403);
    expect(await client.call('ReleaseEverything', { why }, 'operator')).toMatchObject({
      code: status.PERMISSION_DENIED,
    });
    expect(await client.call('GetState', { strategyId: 'nobody' }, 'viewer')).toMatchObject({
      ...{ code: status.NOT_FOUND, refusal: { field: 'strategyId' } },
    });
  });

  it('pause a strategy: its next signal is refused and says by whom', async () => {
    const paused = await client.call('PauseStrategy', { strategyId: STRATEGY, why }, 'operator');
    expect(paused.answer).toMatchObject({ ...place(), changed: true });
    const idle = await client.call('ExplainIdle', { strategyId: STRATEGY }, 'viewer');
    expect(idle.answer).toMatchObject({
      blocked: true,
      obstacles: [{ code: 'strategy_paused', scope: 'strategy' }],
    });
    const refusal = await decided('while-paused');
    expect(refusal).toMatchObject({ decision: 'refused', code: 'strategy_paused' });
    const { signalId } = refusal;
    const told = await client.call('GetDecision', { signalId }, 'viewer');
    expect(told.answer).toMatchObject({
      decision: { signalId, code: 'strategy_paused', rulesVersion: 1 },
    });
    const path = `/strategies/${STRATEGY}`;
    expect((await http('operator', 'POST', `${path}/resume`, { why })).body).toMatchObject({
      changed: true,
    });
    expect((await http('viewer', 'GET', `${path}/idle`)).body).toMatchObject({ blocked: false });
  });

  it('trip a breaker for a while: it clears by itself', async () => {
    const trip = { kind: 'operator', why: 'news', forMs: '1500' };
    const tripped = await client.call(
      'TripAccountBreaker',
      { accountId: stack.accountId, ...trip },
      'operator',
    );
    expect(tripped.answer).toMatchObject({ changed: true, breaker: { scope: 'account' } });
    await until('cleared breaker', () =>
      ofType(journey.facts, 'BreakerCleared').find(({ data }) => data.by === 'sluice'),
    );
    const kinds = await until('cleared breaker in the table', async () => {
      const { body } = await http('viewer', 'GET', `/strategies/${STRATEGY}/state/history`);
      const changes = body['changes'] as readonly { readonly kind: string }[];
      return changes[0]?.kind === 'breaker_cleared' ? changes.map(({ kind }) => kind) : undefined;
    });
    // Before them stands what the executor's first comparison with the venue did.
    expect(kinds.slice(1, 5)).toEqual(['breaker_tripped', 'resumed', 'paused', 'rules_set']);
  });

  it('kill everything, and release it', async () => {
    const killed = await client.call('KillEverything', { why }, 'operator');
    expect(killed.answer).toMatchObject({
      changed: true,
      accounts: [{ accountId: stack.accountId, changed: true }],
    });
    expect(await decided('while-killed')).toMatchObject({ decision: 'refused', code: 'killed' });
    expect((await http('viewer', 'GET', `/accounts/${stack.accountId}`)).body).toMatchObject({
      killed: true,
      kills: [{ by: 'the operator', why }],
      strategies: [{ strategyId: STRATEGY, status: 'killed' }],
    });
    expect((await http('admin', 'POST', '/release', { why })).body).toMatchObject({
      changed: true,
    });
    const after = await decided('after-the-kill', 1);
    // Its sentence tells the reason if this fails.
    expect(`${String(after['decision'])}: ${String(after['sentence'])}`).toMatch(/^approved: /);
  });

  it('see what was decided, newest first', async () => {
    const listed = await client.call('ListDecisions', { strategyId: STRATEGY, limit: 2 }, 'viewer');
    expect(listed.answer).toMatchObject({
      decisions: [{ decision: 'approved' }, { code: 'killed' }],
      before: expect.stringMatching(/^\d+$/),
    });
    const equity = await client.call('ListEquity', { strategyId: STRATEGY }, 'viewer');
    expect(equity.answer).toMatchObject(place());
    const watch = await client.call('GetRuleWatch', { strategyId: STRATEGY }, 'viewer');
    const { rules } = watch.answer as { readonly rules: readonly { readonly code: string }[] };
    expect(rules.map(({ code }) => code)).toContain('position_too_large');
    const { strategies } = (await http('viewer', 'GET', '/strategies')).body;
    expect(strategies).toMatchObject([{ ...place(), status: 'open', rulesVersion: 1 }]);
  });

  it('find every operation in the OpenAPI document, with its role and its columns', async () => {
    const { body } = await http('viewer', 'GET', '/openapi.json');
    const paths = body['paths'] as Readonly<Record<string, Readonly<Record<string, object>>>>;
    expect(paths['/strategies/{strategyId}/kill']?.['post']).toMatchObject({
      'x-needs-role': 'operator',
    });
    expect(JSON.stringify(paths['/strategies/{strategyId}/rules']?.['put'])).toContain(
      'max_drawdown_pct',
    );
  });

  it('are written down, with what they did', async () => {
    const { body } = await http('admin', 'GET', '/admin/calls');
    const calls = body['calls'] as readonly { caller: string; method: string; outcome: string }[];
    expect(calls).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          caller: 'the operator',
          method: expect.stringContaining('Kill'),
        }),
        expect.objectContaining({ caller: 'the viewer', outcome: 'forbidden' }),
      ]),
    );
  });

  it('kill while the database is away', async () => {
    const { postgres } = stack.servers;
    await postgres.takeAway();
    const path = `/strategies/${STRATEGY}`;
    const kills = [
      await http('operator', 'POST', `${path}/kill`, { why, flatten: true }),
      await http('operator', 'POST', '/kill', { why }),
    ];
    expect(kills.map((answer) => answer.status)).toEqual([200, 200]);
    expect(kills.map(({ body }) => body['changed'])).toEqual([true, true]);
    const paused = await http('operator', 'POST', `${path}/pause`, { why });
    expect(paused).toMatchObject({ status: 503, body: { error: 'not_recorded' } });
    await postgres.startAgain();
    expect(ofType(journey.facts, 'StrategyKilled')).toHaveLength(1);
    await until('answer from the tables', async () => {
      const { status: answered, body } = await http('viewer', 'GET', `${path}/state`);
      return answered === 200 && body['killed'] === true ? body : undefined;
    });
  }, 90_000);
});
