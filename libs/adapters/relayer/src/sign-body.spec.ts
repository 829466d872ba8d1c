import { describe, expect, it } from '@jest/globals';
import { decodeFunctionData, parseAbi, recoverTypedDataAddress, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { POLYGON_RELAYING } from './relaying-contracts.js';
import { signProxyBody, signSafeBody, signWalletBody } from './sign-body.js';

/** Hardhat's first account, as in the tests of the venue's own client. */
const owner = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
);
/** Approves USDC.e for Conditional Tokens without limit. */
const approval = {
  to: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174',
  data: `0x095ea7b30000000000000000000000004d97dcd97ec945f40cf65f87097ace5ea0476045${'f'.repeat(64)}`,
} as const;
/** What the venue's factories derive for this owner. */
const safe = '0xd93B25cb943D14d0d34FBaF01Fc93a0f8b5F6E47';
const context = { owner, wallet: safe, chainId: 137, contracts: POLYGON_RELAYING } as const;
const read = (body: string) => JSON.parse(body) as Record<string, unknown>;

describe('a signed body', () => {
  it('of a Safe is signed as in the tests of the venue’s client', async () => {
    const body = read(await signSafeBody(context, [approval], 0));
    expect(body).toMatchObject({
      ...{ from: owner.address, to: approval.to, data: approval.data, nonce: '0', type: 'SAFE' },
      signature:
        '0xf368488355b0566e99eff3bccc35e98b77d8f3a6e6866176188488c34f0305b0' +
        '7e4a4c600c7a1592e4ac1e96b5887ebff2cb26987a3ad501006b39944df098c21f',
      signatureParams: { gasPrice: '0', operation: '0', safeTxnGas: '0', baseGas: '0' },
    });
  });

  it('of a proxy is signed as in the tests of the venue’s client', async () => {
    const relay = '0xae700edfd9ab986395f3999fe11177b9903a52f1';
    const asked = { nonce: 0, relay, gasLimit: 85_338n } as const;
    const body = read(await signProxyBody(context, [approval], asked));
    expect(body).toMatchObject({
      ...{ from: owner.address, to: POLYGON_RELAYING.proxyFactory, nonce: '0', type: 'PROXY' },
      signature:
        '0x4c18e2d2294a00d686714aff8e7936ab657cb4655dfccb2b556efadcb7e835f8' +
        '00dc2fecec69c501e29bb36ecb54b4da6b7c410c4dc740a33af2afde2b77297e1b',
      signatureParams: { gasPrice: '0', gasLimit: '85338', relayerFee: '0', relay },
    });
  });

  it('of a Safe with several calls delegates them to the contract that makes them', async () => {
    const body = read(await signSafeBody(context, [approval, approval], 4));
    const { functionName, args } = decodeFunctionData({
      abi: parseAbi(['function multiSend(bytes transactions)']),
      data: body['data'] as Hex,
    });
    expect({ to: body['to'], functionName }).toStrictEqual({
      ...{ to: POLYGON_RELAYING.multiSend, functionName: 'multiSend' },
    });
    const one = `00${approval.to.slice(2).toLowerCase()}${'0'.repeat(64)}${'44'.padStart(64, '0')}`;
    expect(args[0]).toBe(
      `0x${one}${approval.data.slice(2)}`.padEnd(0) + one + approval.data.slice(2),
    );
    expect(body['signatureParams']).toMatchObject({ operation: '1' });
  });

  it('of a deposit wallet holds until its deadline, and only for its calls', async () => {
    const body = read(await signWalletBody(context, [approval], { nonce: 7, deadline: 1_800 }));
    expect(body).toMatchObject({
      ...{ type: 'WALLET', to: POLYGON_RELAYING.depositWalletFactory, nonce: '7' },
      depositWalletParams: {
        ...{ depositWallet: safe, deadline: '1800' },
        calls: [{ target: approval.to, value: '0', data: approval.data }],
      },
    });
    const calls = [{ target: approval.to, value: 0n, data: approval.data }];
    const signer = await recoverTypedDataAddress({
      domain: { name: 'DepositWallet', version: '1', chainId: 137, verifyingContract: safe },
      types: {
        Batch: [
          { name: 'wallet', type: 'address' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
          { name: 'calls', type: 'Call[]' },
        ],
        Call: [
          { name: 'target', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'data', type: 'bytes' },
        ],
      },
      primaryType: 'Batch',
      message: { wallet: safe, nonce: 7n, deadline: 1_800n, calls },
      signature: body['signature'] as Hex,
    });
    expect(signer).toBe(owner.address);
  });
});
