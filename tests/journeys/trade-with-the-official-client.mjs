/** Places, reads and cancels an order with nothing but the official client: node <this> <ready JSON>. */
import { ClobClient, Side } from '@polymarket/clob-client-v2';
import { createWalletClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';

const { clob: host, rpc, privateKey, markets } = JSON.parse(process.argv[2]);
const account = privateKeyToAccount(privateKey);
const signer = createWalletClient({ account, chain: polygon, transport: http(rpc) });
const creds = await new ClobClient({ host, chain: 137, signer }).createOrDeriveApiKey();
const client = new ClobClient({ host, chain: 137, signer, creds });

const wish = { tokenID: markets[0].tokenIds[0], price: 0.01, size: 10, side: Side.BUY };
const placed = await client.createAndPostOrder(wish);
const read = await client.getOrder(placed.orderID);
const cancelled = await client.cancelOrder({ orderID: placed.orderID });
const open = await client.getOpenOrders();
process.stdout.write(JSON.stringify({ placed, read, cancelled, open }));
