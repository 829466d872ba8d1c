/** The levers of the relayer: its troubles, simple keys, and wallets made without being asked for. */
import { getAddress } from 'viem';
import { z } from 'zod';
import type { OtherKeys } from '../auth/other-keys.js';
import type { DepositWallets } from '../accounts/wallets.js';
import { approveFromWallet, makeWallet } from '../chain/make-wallet.js';
import type { Address } from '../chain/venue-chain.js';
import { ok, readBody, type Routes } from '../http/route.js';
import type { Relayer } from './relayer.js';
import { armTrouble, RELAYER_TROUBLES } from './trouble.js';

export const RELAYER_HELP = `
  POST /control/wallets          {owner, type, approve} make the smart wallet of type 1|2|3 (proxy, Safe, deposit);
                                 approve:true grants every approval from the wallet itself
  POST /control/relayer/keys     {address}              a simple relayer key
  GET  /control/relayer/trouble                         what the relayer can be made to do, and what is armed
  POST /control/relayer/trouble  {kind, count, ms}      e.g. {"kind":"answer_lost"}
  DELETE /control/relayer/trouble                       calm it down`;

export const relayerControlRoutes = (
  { chain, troubles }: Relayer,
  keys: OtherKeys,
  depositWallets: DepositWallets,
): Routes => ({
  'POST /control/wallets': async (request) => {
    const read = readBody(request, wallet);
    if (!read.read) return read.answer;
    const { owner, type, approve } = read.value;
    const made = await makeWallet(chain, owner, type);
    if (type === 3) depositWallets.register(owner, made);
    if (approve) await approveFromWallet(chain, made);
    return ok({ owner, type, wallet: made });
  },
  'POST /control/relayer/keys': (request) => {
    const read = readBody(request, z.strictObject({ address }));
    if (!read.read) return read.answer;
    const key = keys.create('relayer', read.value.address);
    return ok({ key: key.id, address: key.address });
  },
  'GET /control/relayer/trouble': () =>
    ok({
      kinds: Object.entries(RELAYER_TROUBLES).map(([kind, meaning]) => ({
        kind,
        meaning,
        parameters: kind === 'slow' ? ['count', 'ms'] : ['count'],
      })),
      armed: troubles.armed(),
    }),
  'POST /control/relayer/trouble': (request) => {
    const read = readBody(request, armTrouble);
    if (!read.read) return read.answer;
    troubles.arm(read.value);
    return ok(read.value);
  },
  'DELETE /control/relayer/trouble': () => {
    troubles.calm();
    return ok({ calm: true });
  },
});

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
  .transform((text): Address => getAddress(text));

const wallet = z.strictObject({
  owner: address,
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  approve: z.boolean().default(false),
});
