/** Packs a recorded fact into an effect's payload and out again. */
import { decodeFact, encodeFact } from '@sluice/contracts';
import type { Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { z } from 'zod';

const Packed = z.object({ type: z.string(), fact: z.string(), envelope: z.string() });

export function packFact(recorded: Recorded): Readonly<Record<string, string>> {
  const { type, data, ...envelope } = recorded;
  const fact = encodeFact({ type, data } as Fact);
  return { type, fact, envelope: JSON.stringify(envelope) };
}

/** Throws when the payload holds no fact of this type: such an effect was never written by us. */
export function unpackFact<Type extends Fact['type']>(
  type: Type,
  payload: unknown,
): Recorded<Extract<Fact, { type: Type }>> {
  const packed = Packed.parse(payload);
  if (packed.type !== type) {
    throw new Error(`An effect holds ${packed.type} where ${type} was expected`);
  }
  const envelope = JSON.parse(packed.envelope) as object;
  return { ...decodeFact(type, packed.fact), ...envelope } as Recorded<
    Extract<Fact, { type: Type }>
  >;
}
