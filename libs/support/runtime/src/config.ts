/** Reads a service's environment once, checks it whole, and names every variable that is wrong. */
import { z } from 'zod';
import { tokensJson } from './tokens.js';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Variables that are set, by name. */
export type Given = Readonly<Record<string, string | undefined>>;

/**
 * Throws ConfigError with one line per faulty variable. Values are never repeated in it: one of
 * them may be a secret in the wrong place. `togetherFaults` sees what no single variable shows.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  environment: NodeJS.ProcessEnv,
  togetherFaults: (given: Given) => readonly string[] = () => [],
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  const issues = parsed.error?.issues ?? [];
  const faults = issues.map(({ path, message, code }) => {
    const name = path.join('.');
    return code === 'invalid_type' && given[name] === undefined
      ? `${name} is not set`
      : `${name}: ${message}`;
  });
  faults.push(...togetherFaults(given));
  if (parsed.success && faults.length === 0) return Object.freeze(parsed.data);
  throw new ConfigError(`${service} cannot start:\n  ${faults.join('\n  ')}`);
}

const url = (...protocols: string[]) =>
  z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`) });

export const httpUrl = url('http', 'https');
export const webSocketUrl = url('ws', 'wss');
export const port = z.coerce.number().int().min(0).max(65_535);
export const milliseconds = z.coerce.number().int().min(1).max(86_400_000);
export const privateKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hexadecimal digits');
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hexadecimal digits');
/** Also the partition key and a part of subjects, so its letters are few. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "_"');

/** What every service needs to know. */
export const commonShape = {
  NATS_URL: z.string().regex(/^(nats|tls):\/\/[^\s]+$/, 'must be nats:// or tls:// URLs, by comma'),
  NATS_MONITOR_URL: httpUrl.optional(),
  NATS_USER: z.string().optional(),
  NATS_PASSWORD: z.string().optional(),
  LEDGER_REPLICAS: z.coerce.number().int().min(1).max(5).default(3),
  POSTGRES_URL: url('postgres', 'postgresql'),
  POSTGRES_SCHEMA: identifier.optional(),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port.default(8080),
  /** Where the gRPC API listens, in a service that has one; 0 is any free port. */
  GRPC_HOST: z.string().default('127.0.0.1'),
  GRPC_PORT: port.default(9090),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Bearer tokens of the admin API as JSON: [{"token","name","role"}]. */
  ADMIN_TOKENS: tokensJson.default('[]'),
};

export type CommonConfig = Readonly<z.infer<z.ZodObject<typeof commonShape>>>;

/** How to reach the brokers, as the adapters want it. */
export function natsOf({ NATS_URL, NATS_USER, NATS_PASSWORD, LEDGER_REPLICAS }: CommonConfig) {
  return {
    servers: NATS_URL.split(','),
    replicas: LEDGER_REPLICAS,
    ...(NATS_USER === undefined ? {} : { user: NATS_USER }),
    ...(NATS_PASSWORD === undefined ? {} : { password: NATS_PASSWORD }),
  };
}
