/** An approved order and the wallet it is for. The key is known to everybody; never fund it. For specs. */
import { Chain, ClobClient } from '@polymarket/clob-client-v2';
import { fee, money, type account } from '@sluice/domain';
import { ticketFrom, type OrderTicket, type Recorded } from '@sluice/ports';
import { createWalletClient, custom } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

export const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const wallet = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
export const apiKey = '00000000-0000-0000-0000-000000000001';
export const credentials = { key: apiKey, secret: 'c2VjcmV0', passphrase: 'phrase' };
export const conditionId = '0xbd31dc8a20211944f6b70f31557f1001557b59905b7738480ca09bd4532f84af';
export const yes = '71321045679252212594626385532706912750332728571942532289631379312455583992563';
export const no = '52114319501245915516055106046884209969926127482827954674443846427813813222426';

export const clientAt = (host: string): ClobClient =>
  new ClobClient({
    ...{ host, chain: Chain.POLYGON, creds: credentials },
    signer: createWalletClient({
      account: privateKeyToAccount(privateKey),
      transport: custom({ request: () => Promise.reject(new Error('offline')) }),
    }),
  });

export function ticket(change: Partial<account.Approval> = {}): OrderTicket {
  const at = '2026-11-22T10:00:00.000Z';
  const approval: account.Approval = {
    ...{ signalId: 's1', accountId: 'main', strategyId: 'copy-1', conditionId, tokenId: yes },
    ...{ side: 'BUY', orderType: 'GTC', limitPrice: money.price('0.42') },
    ...{ sizeUsd: money.usd('10'), shares: money.shares('23.8') },
    ...{ reservedUsd: money.usd('10'), fee: fee.noFee, dayKey: '2026-11-22', reduceOnly: false },
    ...{ decision: { checks: [], rulesVersion: 1, quote: undefined, market: undefined } },
    ...{ observedAt: at, at },
    ...change,
  };
  return ticketFrom({ data: approval } as Recorded<account.SignalApproved>);
}
