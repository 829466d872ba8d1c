import { describe, expect, it } from '@jest/globals';
import { executorConfig } from './executor.config.js';

const environment = {
  NATS_URL: 'nats://localhost:4222',
  POSTGRES_URL: 'postgres://localhost/sluice',
  ACCOUNT_ID: 'main',
  WALLET_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
};
const FUNDER_ADDRESS = `0x${'22'.repeat(20)}`;

describe('the configuration of the executor', () => {
  it("takes the key's own wallet unless told otherwise", () => {
    expect(executorConfig(environment)).toMatchObject({ SIGNATURE_TYPE: 0 });
  });

  it.each(['1', '2', '3'])('takes another wallet with its type %s', (type) => {
    const config = executorConfig({ ...environment, SIGNATURE_TYPE: type, FUNDER_ADDRESS });
    expect(config).toMatchObject({ SIGNATURE_TYPE: Number(type), FUNDER_ADDRESS });
  });

  it.each([
    [{ SIGNATURE_TYPE: '2' }, 'FUNDER_ADDRESS is not set, and this SIGNATURE_TYPE needs it'],
    [{ FUNDER_ADDRESS }, 'FUNDER_ADDRESS needs SIGNATURE_TYPE 1, 2 or 3'],
    [{ SIGNATURE_TYPE: '4', FUNDER_ADDRESS }, 'SIGNATURE_TYPE: '],
    [{ SIGNATURE_TYPE: '1', FUNDER_ADDRESS: '0x12' }, 'FUNDER_ADDRESS: must be 0x'],
  ])('refuses %j', (change, fault) => {
    expect(() => executorConfig({ ...environment, ...change })).toThrow(fault);
  });
});
