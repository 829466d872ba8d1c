/** Signals and what becomes of their orders, up to the payout of their market. */
import { account, money, type AccountId, type signal } from '@sluice/domain';
import type { LineOf } from './line.js';
import { payoutsOf } from './resolution.js';
import type { Facts, World } from './world.js';

export function assess(line: LineOf<'signal'>, world: World): Facts {
  const { at, conditionId, tokenId, strategyId } = line;
  const owner = world.accounts.ownerOf(strategyId);
  world.markets.appear(conditionId, tokenId);
  const command: account.AssessSignal = {
    type: 'AssessSignal',
    data: {
      signal: signalOf(line, owner ?? ''),
      market: world.markets.view(conditionId),
      quote: world.quotes.last(tokenId),
      marks: world.valuations.marksFor(strategyId, at.ms),
      midpoints: world.quotes.midpoints(tokenId),
      at: at.instant,
    },
  };
  // Nobody knows the strategy, so no account can remember that it was asked.
  const decided =
    owner === undefined
      ? account.decide(command, account.initialState)
      : world.tell(owner, command);
  for (const { type, data } of decided) {
    if (type === 'SignalApproved') world.orders.approved(data);
    if (type === 'SignalRefused') world.orders.refused(data.signal.signalId);
  }
  return decided;
}

export function fill(line: LineOf<'fill'>, world: World): Facts {
  const { signalId, shares, price, feeUsd } = line;
  const { key, tradeId } = world.orders.fill(signalId);
  const amountUsd = key.side === 'BUY' ? money.cost(shares, price) : money.proceeds(shares, price);
  const mark = world.quotes.markOf(key.tokenId);
  const data = {
    ...{ ...key, tradeId, shares, price, amountUsd, feeUsd, at: line.at.instant },
    marks: mark === undefined ? [] : [mark],
  };
  return world.tell(key.accountId, { type: 'RecordFill', data });
}

/** The fills of an order that are not final yet are now, or never were. */
export function endFills(
  { type, signalId, at }: LineOf<'settled' | 'failed'>,
  world: World,
): Facts {
  const placed = world.orders.of(signalId);
  if (placed === undefined) return [];
  const { key } = placed;
  const end = type === 'settled' ? 'SettleFill' : 'ReverseFill';
  return world.orders
    .takeProvisional(placed)
    .flatMap((tradeId) =>
      world.tell(key.accountId, { type: end, data: { ...key, tradeId, at: at.instant } }),
    );
}

export function close({ signalId, at }: LineOf<'close'>, world: World): Facts {
  const placed = world.orders.of(signalId);
  if (placed === undefined) return [];
  const data = { signalId, at: at.instant };
  return world.tell(placed.key.accountId, { type: 'ReleaseReservation', data });
}

export function resolve(line: LineOf<'resolve'>, world: World): Facts {
  const { conditionId, payouts, at } = line;
  const paid = payoutsOf(line, world);
  world.markets.resolve(conditionId);
  for (const [tokenId, payout] of Object.entries(payouts)) world.quotes.paid(tokenId, payout);
  return [...paid].flatMap(([accountId, holdings]) => {
    const data = { accountId, conditionId, holdings, at: at.instant };
    return world.tell(accountId, { type: 'SettlePosition', data });
  });
}

function signalOf(line: LineOf<'signal'>, accountId: AccountId): signal.Signal {
  const { signalId, strategyId, conditionId, tokenId, side, sizeUsd, limitPrice } = line;
  return {
    ...{ signalId, source: 'tape', externalId: signalId, strategyId, accountId },
    ...{ conditionId, tokenId, side, sizeUsd, limitPrice, orderType: 'FAK' },
    reduceOnly: side === 'SELL',
    observedAt: line.observedAt,
    receivedAt: line.at.instant,
  };
}
