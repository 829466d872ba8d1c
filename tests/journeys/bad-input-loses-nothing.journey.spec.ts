/** Whatever arrives at the door: the sender learns which field is wrong, and the ledger stays clean. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SERVICES, type Stack } from '@sluice/local';
import {
  ask,
  entry,
  ofType,
  postSignal,
  registerStrategy,
  startJourney,
  until,
  type Answer,
  type Journey,
} from './journey.js';

jest.setTimeout(30_000);

const BURST = 60;
const MEGABYTE = 1_048_576;

describe('bad input', () => {
  let journey: Journey;
  let stack: Stack;
  let good: ReturnType<typeof entry>;

  beforeAll(async () => {
    journey = await startJourney({
      venueArgs: ['--markets', '1', '--duration', '120'],
      extra: { 'signal-ingest': { SIGNALS_PER_SECOND: '1', SIGNALS_BURST: String(BURST) } },
    });
    ({ stack } = journey);
    await registerStrategy(stack);
    good = entry(stack, 'never-sent');
  }, 90_000);

  afterAll(async () => {
    await journey.stop();
  }, 60_000);

  const faults: readonly (readonly [string, string, () => object | string])[] = [
    ['malformed JSON', 'body', () => '{"strategyId": '],
    ['a JSON number that JSON does not have', 'body', () => '{"sizeUsd": NaN}'],
    ['no object', 'body', () => '[]'],
    ['an empty body', 'externalId', () => ''],
    ['a missing field', 'tokenId', () => ({ ...good, tokenId: undefined })],
    ['a missing name', 'externalId', () => ({ ...good, externalId: '' })],
    ['an unknown field', 'leverage', () => ({ ...good, leverage: 10 })],
    ['an unknown side', 'side', () => ({ ...good, side: 'HOLD' })],
    ['an unknown order type', 'orderType', () => ({ ...good, orderType: 'IOC' })],
    ['a size that is no number', 'sizeUsd', () => ({ ...good, sizeUsd: 'abc' })],
    ['a size of NaN', 'sizeUsd', () => ({ ...good, sizeUsd: 'NaN' })],
    ['an infinite size', 'sizeUsd', () => ({ ...good, sizeUsd: 'Infinity' })],
    ['a negative size', 'sizeUsd', () => ({ ...good, sizeUsd: '-20' })],
    ['a negative size as a number', 'sizeUsd', () => ({ ...good, sizeUsd: -20 })],
    ['a size of nothing', 'sizeUsd', () => ({ ...good, sizeUsd: '0' })],
    ['a size finer than a micro-dollar', 'sizeUsd', () => ({ ...good, sizeUsd: '0.0000001' })],
    ['a price of one', 'limitPrice', () => ({ ...good, limitPrice: '1' })],
    ['a price below nothing', 'limitPrice', () => ({ ...good, limitPrice: -0.5 })],
    ['a market id that is none', 'conditionId', () => ({ ...good, conditionId: '0x12' })],
    ['a time without a zone', 'observedAt', () => ({ ...good, observedAt: '2026-01-01 10:00' })],
  ];

  it.each(faults)('%s is refused naming the field %s', async (_, field, body) => {
    const answer = await postSignal(stack, body());
    expect(answer.status).toBe(400);
    expectFault(answer, field);
  });

  it('a sender without a token we know learns nothing but that', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer not-a-token-of-ours', 'Basic YTpi']) {
      const answer = await ask(stack, 'signal-ingest', '/signals', {
        ...{ method: 'POST', body: good, authorization },
      });
      expect(answer.status).toBe(401);
      expectFault(answer, 'authorization');
    }
  });

  it('a path that nobody answers is refused in the same words', async () => {
    const answer = await ask(stack, 'signal-ingest', '/signal');
    expect(answer.status).toBe(404);
    expectFault(answer, 'path');
  });

  it('a body of 100 MB is refused at once and not read into memory', async () => {
    const before = await residentBytes(stack);
    const startedAt = performance.now();
    const { status, body } = await postMegabytes(stack, 100);
    expect({ status, field: body['field'] }).toEqual({ status: 413, field: 'body' });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect((await residentBytes(stack)) - before).toBeLessThan(60 * MEGABYTE);
  });

  it('an unknown strategy is refused, and the refusal is a fact', async () => {
    const answer = await postSignal(stack, { ...good, strategyId: 'nobody' });
    expect(answer.status).toBe(422);
    expectFault(answer, 'strategyId');
    await untilIgnored('unknown_strategy', answer);
  });

  it('an unknown market is refused, and the refusal is a fact', async () => {
    const conditionId = `0x${'ab'.repeat(32)}`;
    const answer = await postSignal(stack, { ...good, externalId: 'elsewhere', conditionId });
    expect(answer.status).toBe(422);
    expectFault(answer, 'conditionId');
    await untilIgnored('unknown_market', answer);
  });

  it('a token that is not of the market is refused, and the refusal is a fact', async () => {
    const answer = await postSignal(stack, { ...good, externalId: 'stray', tokenId: '42' });
    expect(answer.status).toBe(422);
    expectFault(answer, 'tokenId');
    await untilIgnored('unknown_market', answer);
  });

  it('risk’s own door names the field as well', async () => {
    const registration = { strategyId: 'new', accountId: stack.accountId, capitalUsd: '-1' };
    const answers = [
      await ask(stack, 'risk', '/strategies', { method: 'POST', body: registration }),
      await ask(stack, 'risk', '/strategies', { method: 'POST', body: '{' }),
      await ask(stack, 'risk', '/strategies/nobody/rules', {
        method: 'PUT',
        body: { accountId: stack.accountId, rules: { max_spread_pct: '2' }, why: 'too wide' },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(answers.map(({ body }) => body['field'])).toEqual([
      ...['capitalUsd', 'body', 'rules.max_spread_pct'],
    ]);
  });

  it('a sender that is too fast is told when to come again', async () => {
    const flood = Array.from({ length: 2 * BURST }, () => postSignal(stack, {}));
    const slowed = (await Promise.all(flood)).filter(({ status }) => status === 429);
    expect(slowed.length).toBeGreaterThanOrEqual(BURST / 2);
    for (const answer of slowed) {
      expectFault(answer, 'body');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
  });

  it('nothing but the three refusals is on the ledger, and every service lives', async () => {
    const { facts } = journey;
    const ours = ['StrategyRegistered', 'RiskRulesSet', 'SignalIgnored'];
    // The executor's first comparison with the venue stops entries and lets them go again.
    const types = facts
      .map(({ type }) => type)
      .filter((type) => !/^(Market|Venue|Breaker)/.test(type));
    expect(types.filter((type) => !ours.includes(type))).toEqual([]);
    expect(ofType(facts, 'SignalIgnored')).toHaveLength(3);
    for (const service of SERVICES) {
      expect((await ask(stack, service, '/health/ready')).status).toBe(200);
      expect(stack.services[service].child.starts()).toBe(1);
    }
  });

  async function untilIgnored(reason: string, { body }: Answer): Promise<void> {
    const ignored = await until('SignalIgnored', () =>
      ofType(journey.facts, 'SignalIgnored').find(({ data }) => data.signalId === body['signalId']),
    );
    expect(ignored.data).toMatchObject({ reason, detail: body['detail'] });
  }
});

function expectFault({ body }: Answer, field: string): void {
  expect(body).toMatchObject({ field, error: expect.any(String), detail: expect.any(String) });
  expect(body['detail']).not.toBe('');
}

async function residentBytes(stack: Stack): Promise<number> {
  const { body } = await ask(stack, 'signal-ingest', '/metrics');
  return Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(String(body['text']))?.[1]);
}

/** Sends on while the answer may already be there, as a careless client does. */
function postMegabytes(
  { services, adminToken }: Stack,
  megabytes: number,
): Promise<Pick<Answer, 'status' | 'body'>> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(MEGABYTE, 'a');
    const posting = request(`${services['signal-ingest'].url}/signals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    });
    posting.once('error', reject);
    posting.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => {
        const body = JSON.parse(text) as Answer['body'];
        resolve({ status: response.statusCode ?? 0, body });
        posting.destroy();
      });
    });
    let sent = 0;
    const send = (): void => {
      while (sent < megabytes) {
        sent += 1;
        if (!posting.write(chunk)) {
          posting.once('drain', send);
          return;
        }
      }
      posting.end();
    };
    send();
  });
}
