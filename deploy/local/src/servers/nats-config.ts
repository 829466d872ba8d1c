/** The configuration file of a nats-server, from what we ask of it. */
import type { NatsServer } from './nats-server.js';
import type { NatsUser, SubjectRule } from './nats-permissions.js';

/** The store is synced before an append is acknowledged. */
export function natsConfig(settings: NatsServer['settings']): string {
  const { cluster, users, host = '127.0.0.1' } = settings;
  return [
    `server_name: ${quoted(settings.name)}`,
    `listen: ${quoted(`${host}:${settings.port}`)}`,
    `http: ${quoted(`${host}:${settings.monitorPort}`)}`,
    'jetstream {',
    `  store_dir: ${quoted(settings.storeDir)}`,
    ...((settings.syncAlways ?? true) ? ['  sync_interval: always'] : []),
    '}',
    ...(cluster === undefined
      ? []
      : [
          'cluster {',
          `  name: ${quoted(cluster.name)}`,
          `  listen: "127.0.0.1:${cluster.port}"`,
          `  routes: ${list(cluster.routes)}`,
          '}',
        ]),
    ...(users === undefined
      ? []
      : ['authorization {', '  users: [', ...users.map(userLine), '  ]', '}']),
    '',
  ].join('\n');
}

function userLine(user: NatsUser): string {
  const rules = [
    ...(user.publish === undefined ? [] : [`publish: ${rule(user.publish)}`]),
    ...(user.subscribe === undefined ? [] : [`subscribe: ${rule(user.subscribe)}`]),
  ];
  const permissions = rules.length === 0 ? '' : `, permissions: { ${rules.join(', ')} }`;
  return `    { user: ${quoted(user.name)}, password: ${quoted(user.password)}${permissions} }`;
}

const rule = ({ allow, deny }: SubjectRule): string =>
  [
    '{ ',
    [
      ...(allow === undefined ? [] : [`allow: ${list(allow)}`]),
      ...(deny === undefined ? [] : [`deny: ${list(deny)}`]),
    ].join(', '),
    ' }',
  ].join('');

const list = (items: readonly string[]): string => `[${items.map(quoted).join(', ')}]`;

const quoted = (text: string): string => JSON.stringify(text);
