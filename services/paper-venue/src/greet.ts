/** What the paper venue says when it is open: where it is, and how to trade there at once. */
import { isNegRisk } from './markets/market-traits.js';
import type { PaperVenue } from './start-paper-venue.js';

export const readyLine = ({ urls, markets, testAccount }: PaperVenue): string =>
  JSON.stringify({
    ready: true,
    ...urls,
    account: testAccount.address,
    privateKey: testAccount.privateKey,
    markets: markets().map(({ id, slug, tokenIds, outcomes, stage, protocol, event }) => ({
      conditionId: id,
      slug,
      tokenIds,
      outcomes,
      stage,
      protocol,
      negRisk: isNegRisk({ event }),
    })),
  });

export const greeting = (venue: PaperVenue): string => {
  const { urls, testAccount } = venue;
  const [market] = venue.markets();
  return `The paper venue is open.

  CLOB REST   ${urls.clob}
  Gamma       ${urls.gamma}
  Data API    ${urls.data}
  market ws   ${urls.marketSocket}
  user ws     ${urls.userSocket}
  chain RPC   ${urls.rpc} (chain id 137)
${urls.relayer === undefined ? '' : `  relayer     ${urls.relayer}\n`}  control     ${urls.control}

  public test key (never fund it anywhere else)
  ${testAccount.privateKey}
  of wallet ${testAccount.address}, funded with pUSD and approved

  markets
${venue
  .markets()
  .map(
    ({ slug, id, tokenIds, outcomes }) =>
      `  ${slug}  ${id}\n    ${outcomes[0]} ${tokenIds[0]}\n    ${outcomes[1]} ${tokenIds[1]}`,
  )
  .join('\n')}

Paste this into a .mjs file beside node_modules:

import { ClobClient, Side, OrderType } from '@polymarket/clob-client-v2';
import { createWalletClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
const signer = createWalletClient({
  account: privateKeyToAccount('${testAccount.privateKey}'),
  chain: polygon, transport: http('${urls.rpc}'),
});
const at = { host: '${urls.clob}', chain: 137, signer };
const creds = await new ClobClient(at).createOrDeriveApiKey();
const client = new ClobClient({ ...at, creds });
const tokenID = '${market?.tokenIds[0] ?? ''}';
console.log(await client.getOrderBook(tokenID));
console.log(await client.createAndPostMarketOrder({ tokenID, amount: 10, side: Side.BUY }, undefined, OrderType.FAK));
console.log(await client.getTrades());
`;
};
