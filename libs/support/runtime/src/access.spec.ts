import { describe, expect, it } from '@jest/globals';
import { Access } from './access.js';
import { ConfigError } from './config.js';

describe('the tokens of a service', () => {
  const token = 'token-of-the-admin';
  const access = new Access(JSON.stringify([{ token, name: 'ana', role: 'admin' }]));

  it('name their caller', () => {
    expect(access.callerOf(`Bearer ${token}`)).toStrictEqual({ name: 'ana', role: 'admin' });
    expect(access.callerOf('Bearer token-of-the-admiral')).toBeUndefined();
  });

  it('name nobody when there are none', () => {
    expect(new Access('[]').callerOf(`Bearer ${token}`)).toBeUndefined();
    expect(new Access('[]').callerOf(undefined)).toBeUndefined();
  });

  it.each([
    ['no JSON', 'not json: secret-secret-secret'],
    ['no list', '{"token":"secret-secret-secret"}'],
    ['a short token', '[{"token":"secret","name":"ana","role":"admin"}]'],
    ['an unknown role', '[{"token":"secret-secret-secret","name":"ana","role":"secret-role"}]'],
    ['no name', '[{"token":"secret-secret-secret","role":"admin"}]'],
  ])('are refused with %s, and never repeated', (_, tokens) => {
    const reading = () => new Access(tokens);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(/^ADMIN_TOKENS: /);
    expect(reading).not.toThrow(/secret/);
  });
});
