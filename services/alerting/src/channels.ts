/** The ways to reach people that are configured. */
import { smtpChannel, webhookChannel } from '@sluice/pager';
import type { PagerChannel } from '@sluice/ports';
import { ConfigError } from '@sluice/runtime';
import type { alertingConfig } from './alerting.config.js';

/** Throws ConfigError when nobody could be reached: silence must be chosen, never happen. */
export function channelsOf(config: ReturnType<typeof alertingConfig>): readonly PagerChannel[] {
  const { WEBHOOK_URL, WEBHOOK_SECRET, SMTP_URL, SMTP_FROM, SMTP_TO } = config;
  const timeoutMs = config.PAGER_TIMEOUT_MS;
  const channels: PagerChannel[] = [];

  if (WEBHOOK_URL !== undefined) {
    const secret = WEBHOOK_SECRET === undefined ? {} : { secret: WEBHOOK_SECRET };
    channels.push(webhookChannel({ url: WEBHOOK_URL, name: 'webhook', timeoutMs, ...secret }));
  }
  if (SMTP_URL !== undefined) {
    if (SMTP_FROM === undefined || SMTP_TO === undefined) {
      throw new ConfigError('alerting cannot start:\n  SMTP_FROM and SMTP_TO go with SMTP_URL');
    }
    channels.push(smtpChannel({ url: SMTP_URL, from: SMTP_FROM, to: SMTP_TO, timeoutMs }));
  }
  if (channels.length === 0) {
    throw new ConfigError('alerting cannot start:\n  set WEBHOOK_URL, SMTP_URL, or both');
  }
  return channels;
}
