/** How much the venue takes, read from its own answers. */
import type { VenueCondition } from '@sluice/ports';
import type { Answer } from './ask-venue.js';

/** Undefined when the answer says nothing about it. `lost` proves nothing. */
export function conditionFrom(answer: Answer): VenueCondition | undefined {
  if (answer.kind === 'lost') return undefined;
  const { status, body } = answer;
  if (status === RESTARTING) return 'restarting';
  if (status === 403 && typeof body === 'string' && /<html|<!doctype/i.test(body)) {
    return 'geoblocked';
  }
  const told = CONDITIONS.find(([words]) => words.test(textOf(body)));
  if (told !== undefined) return told[1];
  return status === 401 ? 'unauthorized' : undefined;
}

/** What the venue asks us to wait, in its body or in its header; undefined when it does not. */
export function retryAfterMs(answer: Answer): number | undefined {
  if (answer.kind === 'lost') return undefined;
  const { body, retryAfter } = answer;
  const stated: unknown =
    typeof body === 'object' && body !== null && 'retry_after_seconds' in body
      ? body.retry_after_seconds
      : retryAfter;
  const seconds = stated === '' || stated === null ? NaN : Number(stated);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.ceil(seconds * 1000), WAIT_MAX_MS);
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return '';
  const { error, errorMsg, error_msg, code } = body as Readonly<Record<string, unknown>>;
  return [error, errorMsg, error_msg, code].filter((part) => typeof part === 'string').join(' ');
}

/** The venue's matching engine starts again, about once a week. */
const RESTARTING = 425;

/** Source: the venue's error table, autumn 2026. */
const CONDITIONS: readonly (readonly [RegExp, VenueCondition])[] = [
  [/^Trading is currently disabled/i, 'disabled'],
  [/^Trading is currently cancel-only/i, 'cancel_only'],
  [/^post-only mode|post_only_mode/i, 'post_only'],
  [/in closed only mode/i, 'closed_only'],
  [/address banned|^Unauthorized\/Invalid api key/i, 'unauthorized'],
  [/order_version_mismatch|invalid order version/i, 'version_changed'],
];

/** No wait beyond this is believed. */
const WAIT_MAX_MS = 60 * 60_000;
