/** Packs a recorded fact into an effect's payload and out again. */
import { decodeFact, encodeFact } from '@sluice/contracts';
import type { Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { z } from 'zod';

const Packed = z.object({ type: z.string(), fact: z.string(), envelope: z.string() });

/** What was packed here and is unpacked before it was ever stored need not be read again. */
const packedHere = new WeakMap<object, Recorded>();

export function packFact(recorded: Recorded): Readonly<Record<string, string>> {
  const { type, data, ...envelope } = recorded;
  const fact = encodeFact({ type, data } as Fact);
  const packed = { type, fact, envelope: JSON.stringify(envelope) };
  packedHere.set(packed, recorded);
  return packed;
}

/** Throws when the payload holds no fact of this type: such an effect was never written by us. */
export function unpackFact<Type extends Fact['type']>(
  type: Type,
  payload: unknown,
): Recorded<Extract<Fact, { type: Type }>> {
  const known =
    typeof payload === 'object' && payload !== null ? packedHere.get(payload) : undefined;
  const recorded = known ?? readPacked(payload);
  if (recorded.type !== type) {
    throw new Error(`An effect holds ${recorded.type} where ${type} was expected`);
  }
  return recorded as Recorded<Extract<Fact, { type: Type }>>;
}

function readPacked(payload: unknown): Recorded {
  const { type, fact, envelope } = Packed.parse(payload);
  return { ...decodeFact(type, fact), ...(JSON.parse(envelope) as object) } as Recorded;
}
