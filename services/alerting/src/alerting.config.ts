/** Everything the alerting service reads from its environment. */
import { commonShape, httpUrl, milliseconds, readConfig } from '@sluice/runtime';
import { z } from 'zod';

const shape = {
  ...commonShape,
  /** Where alerts are posted as JSON. */
  WEBHOOK_URL: httpUrl.optional(),
  WEBHOOK_SECRET: z.string().optional(),
  /** smtp:// or smtps:// with user and password when the server wants them. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_FROM: z.email().optional(),
  SMTP_TO: z.email().optional(),
  PAGER_TIMEOUT_MS: milliseconds.default(5_000),
};

export const alertingConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('alerting', shape, environment, (given) => {
    const { WEBHOOK_URL, SMTP_URL, SMTP_FROM, SMTP_TO } = given;
    // Silence must be chosen, never happen.
    if (WEBHOOK_URL === undefined && SMTP_URL === undefined) {
      return ['WEBHOOK_URL, SMTP_URL, or both must be set'];
    }
    const half = SMTP_URL !== undefined && (SMTP_FROM === undefined || SMTP_TO === undefined);
    return half ? ['SMTP_FROM and SMTP_TO go with SMTP_URL'] : [];
  });
