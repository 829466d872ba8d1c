/** Prints the broker's configuration with its users, for containers: passwords come from outside. */
import { natsConfig } from './servers/nats-config.js';
import { ledgerUsers } from './servers/nats-permissions.js';

const password = (service: string): string => {
  const name = `NATS_${service.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
};

process.stdout.write(
  natsConfig({
    name: 'sluice',
    storeDir: '/data',
    port: 4222,
    monitorPort: 8222,
    host: '0.0.0.0',
    users: ledgerUsers({
      admin: password('admin'),
      'signal-ingest': password('signal-ingest'),
      risk: password('risk'),
      executor: password('executor'),
      redemption: password('redemption'),
      alerting: password('alerting'),
    }),
  }),
);
