/** Account facts as the ledger would hold them, and a ledger that holds them. */
import type { account } from '@sluice/domain';
import type { Ledger, Loaded, Recorded, Revision, StreamId } from '@sluice/ports';
import { envelopeAt } from '@sluice/postgres/testing';

/** Account facts one after the other, each the next of its account's stream. */
export function recorded(...facts: readonly account.Event[]): readonly Recorded<account.Event>[] {
  const versions = new Map<string, number>();
  return facts.map((fact, index) => {
    const { data } = fact;
    const id = 'accountId' in data ? data.accountId : data.signal.accountId;
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    return {
      ...fact,
      ...envelopeAt(index + 1),
      stream: { aggregate: 'account', id, partition: 0 },
      version,
      at: data.at,
    };
  });
}

/** The streams of these facts, and how often one was asked for. */
export function ledgerWith(facts: readonly Recorded[]): Pick<Ledger, 'load'> & { loads: number } {
  const ledger = {
    loads: 0,
    load: (stream: StreamId): Promise<Loaded> => {
      ledger.loads += 1;
      const found = facts.filter((fact) => fact.stream.id === stream.id);
      const last = found.at(-1);
      const revision = Number(last?.position ?? 0) as Revision;
      return Promise.resolve({ facts: found, revision, version: last?.version ?? 0 });
    },
  };
  return ledger;
}
