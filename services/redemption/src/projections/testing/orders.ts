/** Orders as the executor names them: ids follow from signals, and are UUIDs. */
import { examples } from '@sluice/domain/testing';
import { orderIdOf } from '@sluice/runtime';

const named = (signalId: string, trade: string) => ({
  signalId,
  orderId: orderIdOf(signalId),
  tradeId: trade,
});

export const entry = named(examples.signalId, 'trade-1');
export const secondEntry = named('signal-2', 'trade-2');
export const exit = { ...named('exit-1', 'exit-trade-1'), side: 'SELL' } as const;
