/** `npm run journey -- <signalId>`: everything that followed from one signal, in order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectLedger } from '@sluice/nats';
import { START } from '@sluice/ports';
import { lineFor } from './view.js';

const HELP = `npm run journey -- <signalId> --data-dir <dir>

Prints every fact of one journey from a running Sluice. <dir> is the folder that npm start named;
without it NATS_URL, NATS_USER and NATS_PASSWORD say where the ledger is.
`;

type Place = { readonly servers: string; readonly user?: string; readonly password?: string };

async function print(signalId: string, place: Place): Promise<number> {
  const ledger = await connectLedger({ ...place, source: 'journey', replicas: 1 });
  const { last } = await ledger.extent();
  let printed = 0;
  await new Promise<void>((resolve, reject) => {
    if (last === 0) resolve();
    const following = ledger.follow({
      name: 'journey',
      after: START,
      onBatch: (batch) => {
        for (const fact of batch) {
          if (fact.journeyId === signalId) {
            printed += 1;
            const { aggregate, id } = fact.stream;
            const line = lineFor(fact) ?? `${fact.at.slice(11, 23)}  ${fact.type}`;
            process.stdout.write(
              `${line}\n    ${fact.type} at ${fact.position}, ${aggregate}.${id}\n`,
            );
          }
          if (fact.position >= last) resolve();
        }
        return Promise.resolve();
      },
    });
    following.done.catch(reject);
  });
  await ledger.close();
  if (printed === 0) process.stderr.write(`the ledger holds nothing of signal ${signalId}\n`);
  return printed === 0 ? 1 : 0;
}

function placeOf(dataDir: string | undefined): Place {
  if (dataDir !== undefined) {
    return JSON.parse(readFileSync(join(dataDir, 'ledger.json'), 'utf8')) as Place;
  }
  const { NATS_URL, NATS_USER, NATS_PASSWORD } = process.env;
  if (NATS_URL === undefined) throw new Error(HELP);
  return {
    servers: NATS_URL,
    ...(NATS_USER === undefined ? {} : { user: NATS_USER }),
    ...(NATS_PASSWORD === undefined ? {} : { password: NATS_PASSWORD }),
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'data-dir': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [signalId] = positionals;
if (values.help === true || signalId === undefined) process.stdout.write(HELP);
else process.exitCode = await print(signalId, placeOf(values['data-dir']));
