/** Makes the ledger's streams as they must be, once, as the operator's user: for clusters and compose. */
import { connectLedger, connectQuotes } from '@sluice/nats';

const { NATS_URL, NATS_MONITOR_URL, NATS_USER, NATS_PASSWORD, LEDGER_REPLICAS } = process.env;
if (NATS_URL === undefined) {
  process.stderr.write("NATS_URL is not set; NATS_USER and NATS_PASSWORD are the operator's\n");
  process.exit(1);
}
const operator = {
  servers: NATS_URL.split(','),
  source: 'operator',
  user: NATS_USER ?? 'admin',
  replicas: Number(LEDGER_REPLICAS ?? '3'),
  create: true,
  ...(NATS_PASSWORD === undefined ? {} : { password: NATS_PASSWORD }),
};
const monitoring = NATS_MONITOR_URL === undefined ? {} : { monitorUrl: NATS_MONITOR_URL };
const ledger = await connectLedger({ ...operator, ...monitoring });
const quotes = await connectQuotes(operator);
const { incarnation, last } = await ledger.extent();
process.stdout.write(`the ledger stands since ${incarnation} and holds ${last} facts\n`);
await quotes.close();
await ledger.close();
