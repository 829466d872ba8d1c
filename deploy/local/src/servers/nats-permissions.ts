/** Who may write what on the broker: promise 1, "only risk writes approvals", held by the server. */

export type SubjectRule = { readonly allow?: readonly string[]; readonly deny?: readonly string[] };

export type NatsUser = {
  readonly name: string;
  readonly password: string;
  readonly publish?: SubjectRule;
  readonly subscribe?: SubjectRule;
};

export type LedgerService = 'signal-ingest' | 'risk' | 'executor' | 'redemption' | 'alerting';

/**
 * The streams each service writes. Executor also writes signals: stops and targets are signals. What
 * travels in passing is quotes (md) and the balances of wallets (bal).
 */
const WRITES: Readonly<Record<LedgerService, readonly string[]>> = {
  'signal-ingest': ['evt.signal.>', 'evt.market.>', 'md.>'],
  risk: ['evt.account.>'],
  executor: ['evt.order.>', 'evt.kill.>', 'evt.exit.>', 'evt.venue.>', 'evt.signal.>', 'bal.>'],
  redemption: ['evt.redemption.>', 'evt.wallet.>'],
  alerting: ['evt.alert.>'],
};

/** Reading the ledger and the last quotes; nothing that changes a stream. */
const READS: readonly string[] = [
  '$JS.API.INFO',
  ...['LEDGER', 'QUOTES'].flatMap((stream) => [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.>`,
  ]),
];

/** What the broker lets a service publish and subscribe to; everything else is refused. */
export function permissionsOf(
  service: LedgerService,
): Required<Pick<NatsUser, 'publish' | 'subscribe'>> {
  return {
    publish: { allow: [...WRITES[service], ...READS] },
    subscribe: { allow: ['_INBOX.>', 'md.>', 'bal.>'] },
  };
}

/**
 * The users of one installation: five services, and `admin`, who alone may create, change, purge
 * or delete streams. Passwords come from outside, one per user.
 */
export function ledgerUsers(
  passwords: Readonly<Record<LedgerService | 'admin', string>>,
): readonly NatsUser[] {
  const services = Object.keys(WRITES) as LedgerService[];
  return [
    { name: 'admin', password: passwords.admin },
    ...services.map((service) => ({
      name: service,
      password: passwords[service],
      ...permissionsOf(service),
    })),
  ];
}
