/** The few things that happen to frames, as faults say them. */
import type { FramePlan } from '../occasions.js';

export const lost: FramePlan = { deliveries: [] };

export const late = (payload: object, afterMs: number): FramePlan => ({
  deliveries: [{ payload, afterMs }],
});

export const twice = (payload: object): FramePlan => ({
  deliveries: [
    { payload, afterMs: 0 },
    { payload, afterMs: 0 },
  ],
});

export const changed = (payload: object | Buffer): FramePlan => ({
  deliveries: [{ payload, afterMs: 0 }],
});

export const frozen = (forMs: number): FramePlan => ({
  deliveries: [],
  connection: { silentForMs: forMs },
});

export const cut: FramePlan = { deliveries: [], connection: 'cut' };

/** JSON whose text holds a byte that no UTF-8 has. */
export const notUtf8 = (body: object): FramePlan => {
  const text = Buffer.from(JSON.stringify({ ...body, note: '?' }));
  return changed(Buffer.concat([text.subarray(0, -3), Buffer.from([0xff]), text.subarray(-2)]));
};
