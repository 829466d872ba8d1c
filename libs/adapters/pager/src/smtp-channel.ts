/** Reaches people by e-mail. */
import { createHash } from 'node:crypto';
import type { DeliveryOutcome, Page, PagerChannel } from '@sluice/ports';
import { createTransport, type Transporter } from 'nodemailer';
import { subjectOf, textOf } from './page-text.js';

export type SmtpChannelOptions = {
  readonly name?: string;
  /** smtp:// or smtps://, with user and password where needed; never part of an outcome. */
  readonly url: string;
  readonly from: string;
  readonly to: string;
  /** For each step of the conversation with the mail server. */
  readonly timeoutMs?: number;
};

/**
 * The same alert always carries the same Message-ID, so that mail programs show repeats as one. The
 * receipt is that id with the server's answer to it.
 */
export function smtpChannel(options: SmtpChannelOptions): PagerChannel {
  const { url, timeoutMs = STEP_TIMEOUT_MS } = options;
  const transport = createTransport({
    url,
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    name: options.name ?? 'email',
    deliver: (page) => send(transport, options, page),
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

async function send(
  transport: Transporter,
  { from, to }: SmtpChannelOptions,
  page: Page,
): Promise<DeliveryOutcome> {
  try {
    const sent = await transport.sendMail({
      ...{ from, to, subject: subjectOf(page), text: textOf(page) },
      messageId: messageIdOf(page, from),
      priority: page.severity === 'CRITICAL' ? 'high' : 'normal',
    });
    const refused = sent.rejected?.length ?? 0;
    if (refused > 0) return { kind: 'failed', detail: `${refused} receivers were refused` };
    return { kind: 'delivered', receipt: `${sent.messageId} ${sent.response}`.slice(0, TEXT_MAX) };
  } catch (error) {
    return { kind: 'failed', detail: inWords(error) };
  }
}

function messageIdOf({ alertId }: Page, from: string): string {
  const host = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'sluice.local';
  return `<${createHash('sha256').update(alertId).digest('hex').slice(0, 32)}@${host}>`;
}

/** The server's answer or the kind of trouble; addresses and passwords are in neither. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return 'not sent';
  const { code, responseCode } = error as {
    readonly code?: unknown;
    readonly responseCode?: unknown;
  };
  return [error.name, code, responseCode]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(' ');
}

const STEP_TIMEOUT_MS = 10_000;
const TEXT_MAX = 300;
