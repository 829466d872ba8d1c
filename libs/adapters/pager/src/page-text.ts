/** An alert as people read it, in a subject and a few lines. */
import type { Page } from '@sluice/ports';

export const subjectOf = ({ severity, title }: Page): string =>
  `[${severity}] ${title}`.replace(/\s+/g, ' ').slice(0, SUBJECT_CHARACTERS_MAX);

export function textOf(page: Page): string {
  const { message, kind, accountId, strategyId, at, alertId } = page;
  return [
    message,
    '',
    `Kind: ${kind}`,
    `Account: ${accountId}`,
    ...(strategyId === '' ? [] : [`Strategy: ${strategyId}`]),
    `Raised: ${at}`,
    `Alert: ${alertId}`,
  ].join('\n');
}

const SUBJECT_CHARACTERS_MAX = 200;
