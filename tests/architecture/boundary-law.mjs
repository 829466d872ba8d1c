/** The law of who may use whom, on one screen. `eslint.config.mjs` and the canary test hold it. */
const may = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });
const inside = ['type:domain', 'type:port', 'type:application', 'type:contract', 'type:runtime'];
const touches = (service, ...systems) =>
  may(`service:${service}`, ...inside, ...systems.map((name) => `system:${name}`));

export const boundaries = [
  { ...may('type:domain', 'type:domain'), allowedExternalImports: [] },
  { ...may('type:port', 'type:domain'), allowedExternalImports: [] },
  { ...may('type:application', 'type:domain', 'type:port'), allowedExternalImports: [] },
  { ...may('type:contract', 'type:domain'), allowedExternalImports: ['@bufbuild/protobuf*'] },
  may('type:adapter', 'type:domain', 'type:port', 'type:contract'),
  // Every service stands on the ledger and on its own tables; nothing else is shared.
  may('type:runtime', ...inside, 'system:nats', 'system:postgres'),
  may('type:testing', 'type:domain', 'type:port', 'type:contract'),
  touches('signal-ingest', 'nats', 'postgres', 'polymarket', 'chain'),
  touches('risk', 'nats', 'postgres'),
  touches('executor', 'nats', 'postgres', 'polymarket'),
  touches('redemption', 'nats', 'postgres', 'chain', 'relayer'),
  touches('alerting', 'nats', 'postgres', 'pager'),
  may('service:paper-venue', 'service:paper-venue'),
  may('type:local', ...inside, 'system:nats', 'system:postgres'),
];

/** Specs may also use test doubles, the local servers and the paper venue. */
export const boundariesOfSpecs = boundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [
    ...onlyDependOnLibsWithTags,
    ...['type:testing', 'type:contract', 'type:local', 'service:paper-venue', 'system:postgres'],
  ],
}));

export const law = (depConstraints) => ({
  '@nx/enforce-module-boundaries': ['error', { depConstraints, allowCircularSelfDependency: true }],
});
