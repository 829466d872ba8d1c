/** The relayer refuses what it should, fails when told to, and never carries out one signature twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { encodeFunctionData, maxUint256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { moneyAbi } from '../chain/contract-abis.js';
import { CTF_EXCHANGE, PUSD } from '../chain/venue-addresses.js';
import type { Address } from '../chain/venue-chain.js';
import { startPaperVenue, type PaperVenue } from '../start-paper-venue.js';
import { readyClient } from '../testing/official-client.js';
import {
  createRelayerOwner,
  type RelayerOwner,
  type WalletCall,
} from '../testing/relayer-owner.js';
import { SUBMITS_A_MINUTE } from './relayer-access.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const STALE_ADAPTER: Address = '0xADa100874d00e3331D00F2007a9c336a65009718';

const approval = (spender: Address): WalletCall => ({
  target: PUSD,
  data: encodeFunctionData({
    abi: moneyAbi,
    functionName: 'approve',
    args: [spender, maxUint256],
  }),
});

const tooMuch: WalletCall = {
  target: PUSD,
  data: encodeFunctionData({ abi: moneyAbi, functionName: 'transfer', args: [CTF_EXCHANGE, 1n] }),
};

let venue: PaperVenue;
let safe: RelayerOwner;

beforeAll(async () => {
  venue = await startPaperVenue({
    port: 0,
    wait: true,
    speed: 0.0001,
    delays: { minedMs: 50, confirmedMs: 50 },
  });
}, START_TIMEOUT_MS);

afterAll(async () => {
  await venue.stop();
});

const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${venue.urls.control}/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
};

const ownerOf = async (type: 1 | 2 | 3): Promise<RelayerOwner> => {
  const owner = privateKeyToAccount(generatePrivateKey());
  await control('POST', 'wallets', { owner: owner.address, type });
  return createRelayerOwner(venue, owner);
};

beforeEach(async () => {
  await control('DELETE', 'relayer/trouble');
  safe = await ownerOf(2);
});

describe('the relayer', () => {
  it('serves a builder by HMAC and nobody without a key', async () => {
    const body = JSON.stringify(await safe.bodies.SAFE([approval(CTF_EXCHANGE)]));
    const nobody = await fetch(`${safe.host}/submit`, { method: 'POST', body });
    expect(nobody.status).toBe(401);
    const { client } = await readyClient(venue, venue.testAccount.privateKey);
    const { key, secret, passphrase } = await client.createBuilderApiKey();
    const timestamp = `${Math.floor(Date.now() / 1000)}`;
    const signature = createHmac('sha256', Buffer.from(secret, 'base64'))
      .update(`${timestamp}POST/submit${body}`)
      .digest('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    const headers = {
      POLY_BUILDER_API_KEY: key,
      POLY_BUILDER_TIMESTAMP: timestamp,
      POLY_BUILDER_PASSPHRASE: passphrase,
      POLY_BUILDER_SIGNATURE: signature,
    };
    const builder = await fetch(`${safe.host}/submit`, { method: 'POST', body, headers });
    expect(await builder.json()).toMatchObject({ state: 'STATE_NEW' });
  });

  it('carries out one signed request once, however often it is submitted', async () => {
    const body = await safe.bodies.SAFE([approval(CTF_EXCHANGE), approval(CTF_EXCHANGE)]);
    await control('POST', 'relayer/trouble', { kind: 'answer_lost' });
    await expect(safe.submit(body)).rejects.toThrow();
    const again = await safe.submit(body);
    const once = await safe.submit(body);
    expect(once.body['transactionID']).toBe(again.body['transactionID']);
    expect(await safe.follow(again.body['transactionID'])).toMatchObject({
      state: 'STATE_CONFIRMED',
    });
    const asked = `/nonce?address=${safe.owner.address}&type=SAFE`;
    expect((await safe.ask(asked)).body).toEqual({ nonce: '1' });
  });

  it('refuses a second request while the wallet is busy, and a nonce out of turn', async () => {
    await control('POST', 'relayer/trouble', { kind: 'slow', ms: 500 });
    const first = await safe.submit(await safe.bodies.SAFE([approval(CTF_EXCHANGE)]));
    const second = await safe.submit(await safe.bodies.SAFE([tooMuch]));
    expect(second).toMatchObject({ status: 400 });
    expect(second.body['error']).toContain('wallet busy');
    await safe.follow(first.body['transactionID']);
    const late = await safe.submit(await safe.bodies.SAFE([tooMuch], '7'));
    expect(late.body['error']).toBe('nonce mismatch: expected 1, found 7');
  });

  it.each([
    ['a target', { ...approval(CTF_EXCHANGE), target: STALE_ADAPTER }],
    ['an approval', approval(STALE_ADAPTER)],
  ])('does not pay for %s outside the venue’s contracts', async (_what, call) => {
    const refused = await safe.submit(await safe.bodies.SAFE([call]));
    expect(refused.status).toBe(400);
    expect(refused.body['error']).toContain('not in the allowed list');
    const hidden = await safe.submit(await safe.bodies.SAFE([approval(CTF_EXCHANGE), call]));
    expect(hidden.body['error']).toContain('not in the allowed list');
  });

  it('refuses a signature that is not the owner’s, and a batch whose time is over', async () => {
    const body = await safe.bodies.SAFE([approval(CTF_EXCHANGE)]);
    const forged = await safe.submit({ ...body, nonce: '1' });
    expect(forged).toEqual({ status: 400, body: { error: 'invalid signature' } });
    const deposit = await ownerOf(3);
    const late = await deposit.submit(await deposit.bodies.WALLET([approval(CTF_EXCHANGE)], -5));
    expect(late.body['error']).toContain('deadline over');
  });

  it(
    'tells a request its wallet refuses: the Safe’s is never sent, the hub’s is mined in vain',
    async () => {
      const told = await safe.relay(await safe.bodies.SAFE([tooMuch]));
      expect(told).toMatchObject({ state: 'STATE_INVALID', transactionHash: '' });
      const proxy = await ownerOf(1);
      const relayed = await proxy.relay(await proxy.bodies.PROXY([tooMuch]));
      expect(relayed.state).toBe('STATE_FAILED');
      expect(relayed.transactionHash).toMatch(/^0x/);
    },
    STORY_TIMEOUT_MS,
  );

  it('fails in each way it is told to, as often as it is told', async () => {
    const body = await safe.bodies.SAFE([approval(CTF_EXCHANGE)]);
    const refusals = [
      ['quota', 429, 'quota exceeded'],
      ['nonce_mismatch', 400, 'nonce mismatch'],
      ['wallet_busy', 400, 'wallet busy'],
      ['allow_list_refused', 400, 'not in the allowed list'],
    ] as const;
    for (const [kind, status, words] of refusals) {
      await control('POST', 'relayer/trouble', { kind });
      const refused = await safe.submit(body);
      expect(refused.status).toBe(status);
      expect(refused.body['error']).toContain(words);
    }
    for (const [kind, state] of [
      ['failed', 'STATE_FAILED'],
      ['invalid', 'STATE_INVALID'],
    ] as const) {
      await control('POST', 'relayer/trouble', { kind });
      expect(await safe.relay(body)).toMatchObject({ state });
    }
    expect(await safe.relay(body)).toMatchObject({ state: 'STATE_CONFIRMED' });
    expect(await control('GET', 'relayer/trouble')).toMatchObject({ armed: [] });
  });

  it('tells of a request in the newer words too, and takes only so many a minute', async () => {
    const { body } = await safe.submit(await safe.bodies.SAFE([approval(CTF_EXCHANGE)]));
    const id = String(body['transactionID']);
    await safe.follow(id);
    const newer = await safe.ask(`/v1/account/transactions/${id}`);
    expect(newer.body).toMatchObject({ transaction_id: id, state: 'STATE_CONFIRMED' });
    const params = `/v1/account/transactions/params?address=${safe.owner.address}&type=SAFE`;
    expect((await safe.ask(params)).body).toMatchObject({ nonce: '1' });
    expect((await safe.ask('/transactions')).body).toMatchObject([{ transactionID: id }]);
    for (let sent = 1; sent < SUBMITS_A_MINUTE; sent += 1) await safe.submit({});
    expect((await safe.submit({})).status).toBe(429);
  });
});
