import { describe, expect, it } from '@jest/globals';
import { redemptionConfig } from './redemption.config.js';

const environment = {
  NATS_URL: 'nats://localhost:4222',
  POSTGRES_URL: 'postgres://localhost/sluice',
  ACCOUNT_ID: 'main',
  WALLET_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
  RPC_URL: 'https://polygon.example',
};
const FUNDER_ADDRESS = `0x${'22'.repeat(20)}`;
const RELAYER_URL = 'https://relayer.example';
const safe = { SIGNATURE_TYPE: '2', FUNDER_ADDRESS };
const builder = { BUILDER_API_KEY: 'k', BUILDER_SECRET: 's', BUILDER_PASSPHRASE: 'p' };

describe('the configuration of redemption', () => {
  it("takes the key's own wallet and the venue's published addresses unless told otherwise", () => {
    expect(redemptionConfig(environment)).toMatchObject({
      ...{ SIGNATURE_TYPE: 0, CHAIN_ID: 137, REDEEM_PATH: 'adapter', SAFE_FALLBACK: true },
      COLLATERAL_ADAPTER_ADDRESS: '0xAdA100Db00Ca00073811820692005400218FcE1f',
    });
  });

  it('takes a Safe alone, and with either key of the relayer', () => {
    expect(redemptionConfig({ ...environment, ...safe })).toMatchObject({ SIGNATURE_TYPE: 2 });
    for (const key of [builder, { RELAYER_API_KEY: 'k' }]) {
      const config = redemptionConfig({ ...environment, ...safe, ...key, RELAYER_URL });
      expect(config).toMatchObject({ RELAYER_URL });
    }
  });

  it.each([
    [{ SIGNATURE_TYPE: '2' }, 'FUNDER_ADDRESS is not set, and this SIGNATURE_TYPE needs it'],
    [{ FUNDER_ADDRESS }, 'FUNDER_ADDRESS needs SIGNATURE_TYPE 1, 2 or 3'],
    [{ ...safe, SIGNATURE_TYPE: '1' }, 'a wallet of this SIGNATURE_TYPE cannot act alone'],
    [{ ...safe, SIGNATURE_TYPE: '3' }, 'a wallet of this SIGNATURE_TYPE cannot act alone'],
    [{ ...safe, SIGNATURE_TYPE: '4' }, 'SIGNATURE_TYPE: '],
    [
      { ...safe, RELAYER_URL },
      'RELAYER_URL needs the three BUILDER_ variables, or RELAYER_API_KEY',
    ],
    [
      { ...safe, RELAYER_URL, BUILDER_API_KEY: 'k', BUILDER_SECRET: 's' },
      'BUILDER_PASSPHRASE must be set beside the other builder credentials',
    ],
    [{ AUTO_MERGE_MIN_USD: 'ten' }, 'AUTO_MERGE_MIN_USD: must be dollars'],
  ])('refuses %j', (change, fault) => {
    expect(() => redemptionConfig({ ...environment, ...change })).toThrow(fault);
  });
});
