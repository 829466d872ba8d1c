/** Calls a service's HTTP API as the local operator, through restarts of that service. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName, Stack } from './stack/stack.js';

/** 40 seconds: a service that was killed on a busy machine takes its time to come back. */
const TRIES_MAX = 160;
const PAUSE_MS = 250;
const TIMEOUT_MS = 10_000;

/** Every call of ours may be repeated. Throws with the service's own words when it refuses. */
export async function call(
  stack: Stack,
  service: ServiceName,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(stack, service, method, path, body);
    if (answer.kind === 'answered') return answer.body;
    if (attempt === TRIES_MAX) throw new Error(`${service} ${path}: ${answer.detail}`);
    await sleep(PAUSE_MS);
  }
}

type Answer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'lost'; readonly detail: string };

async function ask(
  stack: Stack,
  service: ServiceName,
  method: string,
  path: string,
  body: object | undefined,
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${stack.services[service].url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${stack.adminToken}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    return { kind: 'lost', detail: String(error) };
  }
  if (response.status >= 500) return { kind: 'lost', detail: `${response.status} ${text}` };
  if (!response.ok) throw new Error(`${service} ${path}: ${response.status} ${text}`);
  return { kind: 'answered', body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
