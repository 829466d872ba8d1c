/** Orders as the executor names them: ids follow from signals, and are UUIDs. */
import { examples } from '@sluice/domain/testing';
import { orderIdOf } from '@sluice/runtime';

export const entry = { signalId: examples.signalId, orderId: orderIdOf(examples.signalId) };
export const exit = {
  signalId: 'exit-1',
  orderId: orderIdOf('exit-1'),
  tradeId: 'exit-trade-1',
  side: 'SELL',
} as const;
