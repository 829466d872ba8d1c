/** The unmodified official client and a listener for the sockets, as specs use them. */
import { Chain, ClobClient, type ApiKeyCreds } from '@polymarket/clob-client-v2';
import { createWalletClient, http, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
import WebSocket from 'ws';
import type { PaperVenue } from '../start-paper-venue.js';

export const signerOf = (privateKey: Hex) =>
  createWalletClient({
    account: privateKeyToAccount(privateKey),
    chain: polygon,
    transport: http('http://127.0.0.1:1'),
  });

export const clientOf = (venue: PaperVenue, privateKey: Hex, creds?: ApiKeyCreds) =>
  new ClobClient({
    host: venue.urls.clob,
    chain: Chain.POLYGON,
    signer: signerOf(privateKey),
    ...(creds === undefined ? {} : { creds }),
  });

export const readyClient = async (venue: PaperVenue, privateKey: Hex) => {
  const creds = await clientOf(venue, privateKey).createOrDeriveApiKey();
  return { client: clientOf(venue, privateKey, creds), creds };
};

export const frames = (url: string, hello: object) => {
  const socket = new WebSocket(url);
  const heard: Record<string, unknown>[] = [];
  socket.on('open', () => socket.send(JSON.stringify(hello)));
  socket.on('message', (raw) => {
    const text = (raw as Buffer).toString();
    if (text === 'PONG') heard.push({ event_type: 'PONG' });
    else heard.push(...([JSON.parse(text)] as Record<string, unknown>[]).flat());
  });
  return { socket, heard };
};

export const until = async (happened: () => boolean | Promise<boolean>): Promise<void> => {
  const deadlineMs = Date.now() + 10_000;
  while (!(await happened())) {
    if (Date.now() > deadlineMs) throw new Error('It did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
