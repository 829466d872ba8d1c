/** A whole Sluice for one story: started once, its facts kept, waited for, and stopped without a trace. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact } from '@sluice/domain';
import {
  call,
  startPaperRun,
  temporaryFolder,
  type PaperRun,
  type PaperRunSettings,
  type ServiceName,
  type Stack,
} from '@sluice/local';
import type { Recorded } from '@sluice/ports';

export type Journey = {
  readonly run: PaperRun;
  readonly stack: Stack;
  /** Everything on the ledger so far, oldest first. */
  readonly facts: readonly Recorded[];
  stop(): Promise<void>;
};

/** Nobody trades but the story itself. */
const nobody: NonNullable<PaperRunSettings['drive']> = () => ({ stop: () => Promise.resolve() });

export const STRATEGY = 'story';
const CAPITAL_USD = '1000';
const RULES = {
  daily_budget_usd: '600',
  max_position_size_usd: '25',
  max_positions_per_market: 10,
  max_spread_pct: '0.5',
  max_slippage_pct: '0.5',
  // Servers are taken away for longer than a trader would wait.
  max_signal_age_ms: 120_000,
  max_latency_ms: 120_000,
};

/** A busy machine may fall behind the ledger for longer than a trader would bear. */
const PATIENCE = { LEDGER_LAG_MAX_MS: '60000' };

export async function startJourney(
  settings: Pick<PaperRunSettings, 'venueArgs' | 'extra'>,
): Promise<Journey> {
  const dataDir = temporaryFolder();
  const facts: Recorded[] = [];
  const said: string[] = [];
  const removed = () => rm(dataDir, { recursive: true, force: true });
  const starting = startPaperRun({
    ...settings,
    extra: { ...settings.extra, risk: { ...PATIENCE, ...settings.extra?.risk } },
    dataDir,
    venueArgs: [...settings.venueArgs, '--seed', '7', '--wait'],
    say: (line) => said.push(line),
    onFact: (fact) => facts.push(fact),
    drive: nobody,
  });
  const run = await starting.catch(async (error: unknown) => {
    await removed();
    throw error;
  });
  return {
    run,
    stack: run.stack,
    facts,
    stop: async () => {
      await run.stop();
      await removed();
    },
  };
}

export async function registerStrategy(stack: Stack): Promise<void> {
  const { accountId } = stack;
  const registration = { strategyId: STRATEGY, accountId, capitalUsd: CAPITAL_USD };
  await call(stack, 'risk', 'POST', '/strategies', registration);
  const rules = { accountId, rules: RULES, why: 'limits of the story' };
  await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
}

/** A signal that buys $20 of a market's outcome at any price. */
export function entry(stack: Stack, externalId: string, at: { market?: number } = {}) {
  const market = stack.venue.markets[at.market ?? 0];
  if (market === undefined) throw new Error('The venue has no such market');
  const { conditionId, tokenIds } = market;
  const wish = { side: 'BUY', sizeUsd: '20', limitPrice: '0.97', orderType: 'FAK' };
  const who = { source: 'story', strategyId: STRATEGY };
  return { ...who, ...wish, conditionId, tokenId: tokenIds[0], externalId };
}

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
};

/** One request, as it is answered; `body` is sent as it stands when it is text. */
export async function ask(
  stack: Stack,
  service: ServiceName,
  path: string,
  sending: {
    readonly method?: string;
    readonly body?: object | string;
    readonly authorization?: string;
  } = {},
): Promise<Answer> {
  const { method = 'GET', body, authorization = `Bearer ${stack.adminToken}` } = sending;
  const response = await fetch(`${stack.services[service].url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const { status, headers } = response;
  return { status, headers, body: (isJson ? JSON.parse(text) : { text }) as Answer['body'] };
}

export const postSignal = (stack: Stack, body: object | string): Promise<Answer> =>
  ask(stack, 'signal-ingest', '/signals', { method: 'POST', body });

/** The facts of one type, so far. */
export const ofType = <Type extends Fact['type']>(
  facts: readonly Recorded[],
  type: Type,
): readonly Recorded<Extract<Fact, { readonly type: Type }>>[] =>
  facts.filter((fact): fact is Recorded<Extract<Fact, { type: Type }>> => fact.type === type);

/** Resolves with the first answer that is not undefined; throws, naming what never came. */
export async function until<Found>(
  what: string,
  look: () => Found | undefined | Promise<Found | undefined>,
  timeoutMs = 30_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Within ${timeoutMs} ms there was no ${what}`);
    await sleep(25);
  }
}

/** Resolves when both sides of the book of a market's first outcome have been seen. */
export async function untilQuoted(stack: Stack): Promise<void> {
  for (const { tokenIds } of stack.venue.markets) {
    await until('two-sided book', () => {
      const quote = stack.quotes.last(tokenIds[0]);
      const sided = quote?.bids.length !== 0 && quote?.asks.length !== 0;
      return quote !== undefined && sided ? quote : undefined;
    });
  }
}
