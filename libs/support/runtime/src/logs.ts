/** One JSON line per thing worth knowing, with its journey, and never a secret. */
import { pino, type Logger } from 'pino';

export type { Logger };

const SECRETS = [
  'privateKey',
  'password',
  'secret',
  'passphrase',
  'token',
  'authorization',
  'rawTransaction',
  'signedBody',
];

export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  });
}
