import { describe, expect, it } from '@jest/globals';
import {
  commonShape,
  ConfigError,
  milliseconds,
  natsOf,
  privateKey,
  readConfig,
} from './config.js';

const environment = {
  NATS_URL: 'nats://one:4222,nats://two:4222',
  POSTGRES_URL: 'postgres://sluice@127.0.0.1/sluice',
};
const shape = { ...commonShape, WALLET_PRIVATE_KEY: privateKey, PAUSE_MS: milliseconds.default(5) };
const key = `0x${'ab'.repeat(32)}`;

describe('reading the configuration', () => {
  it('takes what is set and what is safe by default', () => {
    expect(readConfig('risk', commonShape, environment)).toMatchObject({
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      GRPC_HOST: '127.0.0.1',
      GRPC_PORT: 9090,
      LEDGER_REPLICAS: 3,
      LOG_LEVEL: 'info',
      ADMIN_TOKENS: '[]',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const read = readConfig('risk', commonShape, { ...environment, HTTP_PORT: '' });
    expect(read.HTTP_PORT).toBe(8080);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig('risk', commonShape, environment))).toBe(true);
  });

  it('names every faulty variable at once', () => {
    const faulty = { POSTGRES_URL: 'mysql://host', HTTP_PORT: '70000', PAUSE_MS: 'soon' };
    const reading = () => readConfig('executor', shape, faulty);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(/^executor cannot start:/);
    for (const line of [
      'NATS_URL is not set',
      'WALLET_PRIVATE_KEY is not set',
      'POSTGRES_URL: ',
      'HTTP_PORT: ',
      'PAUSE_MS: ',
    ]) {
      expect(reading).toThrow(`\n  ${line}`);
    }
  });

  it.each(Object.keys(shape).filter((name) => !/USER|PASSWORD|HOST|TOKENS/.test(name)))(
    'never repeats what stands in %s: it may be a secret in the wrong place',
    (name) => {
      const secret = 's3cret value';
      const given = { ...environment, WALLET_PRIVATE_KEY: key, [name]: secret };
      const reading = () => readConfig('executor', shape, given);
      expect(reading).toThrow(`${name}: `);
      expect(reading).not.toThrow(/s3cret/);
    },
  );

  it('refuses what only is wrong together', () => {
    const together = () => ['SMTP_FROM goes with SMTP_URL'];
    expect(() => readConfig('alerting', commonShape, environment, together)).toThrow(
      'alerting cannot start:\n  SMTP_FROM goes with SMTP_URL',
    );
  });
});

describe('how to reach the brokers', () => {
  it('names each server, and credentials only when there are some', () => {
    expect(natsOf(readConfig('risk', commonShape, environment))).toStrictEqual({
      servers: ['nats://one:4222', 'nats://two:4222'],
      replicas: 3,
    });
    const withUser = { ...environment, NATS_USER: 'risk', NATS_PASSWORD: 'word' };
    expect(natsOf(readConfig('risk', commonShape, withUser))).toMatchObject({
      user: 'risk',
      password: 'word',
    });
  });
});
