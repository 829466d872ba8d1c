/** The wallet a local Sluice trades and redeems with: the key's own, or a contract the venue makes for it. */
import type { VenueReady } from './stack.js';

export type WalletSettings = {
  /** 1 a proxy, 2 a Safe, 3 a deposit wallet, as the venue numbers them. */
  readonly signatureType: 1 | 2 | 3;
  /** Whether the relayer sends for it; a Safe can do without. */
  readonly relayed: boolean;
};

export type OpenedWallet = {
  readonly address: string;
  /** What the services that act for it need to know besides the key. */
  readonly trading: Readonly<Record<string, string>>;
  readonly redeeming: Readonly<Record<string, string>>;
};

const OPENING_USD = '10000';

/** Made, approved and funded; opening it again changes nothing but the money. */
export async function openWallet(
  venue: VenueReady,
  settings: WalletSettings | undefined,
): Promise<OpenedWallet> {
  const owner = venue.account;
  if (settings === undefined) return { address: owner, trading: {}, redeeming: {} };
  const { signatureType: type, relayed } = settings;
  const { wallet } = await ask<{ readonly wallet: string }>(venue, '/wallets', {
    ...{ owner, type, approve: true },
  });
  await ask(venue, '/fund', { wallet, usd: OPENING_USD });
  // Its owner pays the gas where nobody relays.
  await ask(venue, '/fund', { wallet: owner, usd: '0' });
  const trading = { SIGNATURE_TYPE: String(type), FUNDER_ADDRESS: wallet };
  if (!relayed) return { address: wallet, trading, redeeming: trading };
  if (venue.relayer === undefined) throw new Error('the paper venue has no relayer');
  const { key } = await ask<{ readonly key: string }>(venue, '/relayer/keys', { address: owner });
  const relaying = { RELAYER_API_KEY: key, RELAYER_API_KEY_ADDRESS: owner };
  const redeeming = { ...trading, RELAYER_URL: venue.relayer, ...relaying };
  return { address: wallet, trading, redeeming };
}

async function ask<Answer>(venue: VenueReady, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${venue.control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the venue refused ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
