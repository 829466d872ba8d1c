/** Sends a frame as it is, or as a fault would have it: late, twice, changed, or not at all. */
import type { WebSocket } from 'ws';
import type { FramePlan, Hand } from '../faults/occasions.js';
import { send, silence } from './wire-socket.js';

export const deliver = (
  { later }: Hand,
  socket: WebSocket,
  body: object,
  plan: FramePlan | undefined,
): void => {
  if (plan === undefined) {
    send(socket, JSON.stringify(body));
    return;
  }
  const { deliveries, connection } = plan;
  for (const { payload, afterMs } of deliveries) {
    const bytes = Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
    if (afterMs === 0) send(socket, bytes);
    else later(afterMs, () => send(socket, bytes));
  }
  if (connection === 'cut') socket.terminate();
  else if (connection !== undefined) silence(socket, connection.silentForMs);
};
