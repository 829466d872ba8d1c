/** Puts facts on a ledger as another service would have, and returns them as they stand there. */
import type { Fact } from '@sluice/domain';
import { streamName, type Ledger, type Recorded, type StreamId } from '@sluice/ports';

/** Throws when the stream changes meanwhile. */
export async function recordFacts<Kind extends Fact>(
  ledger: Ledger,
  stream: StreamId,
  ...facts: readonly [Kind, ...Kind[]]
): Promise<readonly [Recorded<Kind>, ...Recorded<Kind>[]]> {
  const { revision, version } = await ledger.load(stream);
  const causeId = `another-service/${streamName(stream)}/${version}`;
  const expected = { revision, version };
  const outcome = await ledger.append({ stream, facts, expected, causeId, journeyId: 'journey-1' });
  if (outcome.kind === 'conflict') throw new Error(`${streamName(stream)} changed meanwhile`);
  return outcome.recorded as readonly Recorded[] as readonly [Recorded<Kind>, ...Recorded<Kind>[]];
}

/** Everything a ledger holds, in order. */
export async function factsOn(ledger: Ledger): Promise<readonly Recorded[]> {
  const { first, last } = await ledger.extent();
  if (last === 0) return [];
  return new Promise((resolve, reject) => {
    const found: Recorded[] = [];
    const subscription = ledger.follow({
      name: 'everything',
      after: (first - 1) as typeof first,
      onBatch: (batch) => {
        found.push(...batch);
        if ((batch.at(-1)?.position ?? 0) >= last) {
          resolve(found);
          void subscription.stop();
        }
        return Promise.resolve();
      },
    });
    subscription.done.catch(reject);
  });
}
