import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { configOrExit } from './config-or-exit.js';
import { commonShape, readConfig } from './config.js';

class Exited extends Error {}

describe('a configuration read at the start of a service', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is given as it is when it is right', () => {
    expect(configOrExit(() => ({ PORT: 1 }))).toStrictEqual({ PORT: 1 });
  });

  it('ends the process with its faults, a line each, and nothing else', () => {
    const said: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Exited();
    });
    const given = { POSTGRES_URL: 'mysql://x', ADMIN_TOKENS: '[{"token":"short"}]' };
    const reading = () => configOrExit(() => readConfig('risk', commonShape, given));
    expect(reading).toThrow(Exited);
    expect(exit).toHaveBeenCalledWith(1);
    expect(said.join('').trimEnd().split('\n')).toStrictEqual([
      'risk cannot start:',
      '  NATS_URL is not set',
      expect.stringMatching(/^ {2}POSTGRES_URL: /),
      '  ADMIN_TOKENS: 0.token: a token has at least 16 characters',
      expect.stringMatching(/^ {2}ADMIN_TOKENS: 0\.name: /),
      expect.stringMatching(/^ {2}ADMIN_TOKENS: 0\.role: /),
    ]);
  });

  it('does not hide a fault of ours', () => {
    const failing = () =>
      configOrExit(() => {
        throw new Error('not a fault of the configuration');
      });
    expect(failing).toThrow('not a fault of the configuration');
  });
});
