/** The ways to reach people that are configured. */
import { smtpChannel, webhookChannel } from '@sluice/pager';
import type { PagerChannel } from '@sluice/ports';
import type { alertingConfig } from './alerting.config.js';

/** One at least: the configuration is refused when nobody could be reached. */
export function channelsOf(config: ReturnType<typeof alertingConfig>): readonly PagerChannel[] {
  const { WEBHOOK_URL, WEBHOOK_SECRET, SMTP_URL, SMTP_FROM, SMTP_TO } = config;
  const timeoutMs = config.PAGER_TIMEOUT_MS;
  const channels: PagerChannel[] = [];

  if (WEBHOOK_URL !== undefined) {
    const secret = WEBHOOK_SECRET === undefined ? {} : { hmacSecret: WEBHOOK_SECRET };
    channels.push(webhookChannel({ url: WEBHOOK_URL, name: 'webhook', timeoutMs, ...secret }));
  }
  if (SMTP_URL !== undefined && SMTP_FROM !== undefined && SMTP_TO !== undefined) {
    channels.push(smtpChannel({ url: SMTP_URL, from: SMTP_FROM, to: SMTP_TO, timeoutMs }));
  }
  return channels;
}
