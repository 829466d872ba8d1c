/**
 * Exits on a ledger in memory, with the real gate behind them: signals are assessed by the account,
 * approved ones fill as far as the story says, and tables are folded from what stands on the ledger.
 */
import { account, type Fact, money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import {
  accountStream,
  Decisions,
  exitStream,
  marketStream,
  orderStream,
  type Reaction,
} from '@sluice/reactions';
import { orderIdOf } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createInMemoryQuotes,
  createManualClock,
  factsOn,
  recordFacts,
} from '@sluice/testing';
import type { AccountScope } from '../account-scope.js';
import type { ExitDesk } from '../exits/exit-desk.js';
import {
  heldExit,
  isExitTablesFact,
  isOpen,
  noExitTables,
  take,
  termsOf,
} from '../exits/exit-tables.js';
import { watchExits } from '../exits/watch-exits.js';
import { whenExitAttemptEnded } from '../when-exit-attempt-ended.js';
import { whenExitAttempted } from '../when-exit-attempted.js';

const { accountId, conditionId, strategyId, yesToken } = examples;
const REACTIONS: readonly Reaction<AccountScope>[] = [whenExitAttempted, ...whenExitAttemptEnded];

export const HELD = { accountId, strategyId, tokenId: yesToken };

/** 40 shares at 0.50, settled, under these rules. */
export async function openExitWorld(rules: account.RiskRules) {
  const clock = createManualClock(examples.at);
  const ledger = createInMemoryLedger({ now: () => clock.now() });
  const quotes = createInMemoryQuotes();
  const accounts = new Decisions(ledger.as('risk'));
  /** How many shares of the next sales find a buyer. */
  const sales: string[] = [];

  await recordFacts(ledger, marketStream(conditionId), examples.marketListed());
  await recordFacts(
    ledger,
    accountStream(accountId),
    ...(examples.readyToTrade(rules) as [account.Event, ...account.Event[]]),
    examples.exposureOpened(),
    examples.exposureSettled(),
  );
  await recordFacts<Fact>(
    ledger,
    orderStream('order-1', accountId),
    examples.orderFilled(),
    examples.fillConfirmed(),
  );

  const facts = () => factsOn(ledger);
  const ofType = async <Type extends Fact['type']>(type: Type) =>
    (await facts()).filter(
      (fact): fact is Recorded<Extract<Fact, { readonly type: Type }>> => fact.type === type,
    );

  const open = async () => {
    const tables = noExitTables();
    for (const fact of await facts()) if (isExitTablesFact(fact)) take(tables, fact);
    return [...tables.exits.values()]
      .filter(isOpen)
      .map((row) => ({ row, held: heldExit(row, termsOf(row, tables)) }));
  };

  /** A new process on the same ledger: it remembers nothing. */
  const desk = (): ExitDesk => ({
    accountId,
    decisions: new Decisions(ledger.as('executor')),
    clock,
    log: { warn: () => undefined },
    open,
    upToDate: () => Promise.resolve(),
  });

  const sell = async (approved: Recorded<account.SignalApproved>): Promise<void> => {
    const { signalId, limitPrice, shares } = approved.data;
    const of = {
      ...HELD,
      conditionId,
      signalId,
      orderId: orderIdOf(signalId),
      side: 'SELL' as const,
    };
    const found = money.shares(sales.shift() ?? money.decimal(shares));
    const filledShares = found < shares ? found : shares;
    const stream = orderStream(of.orderId, accountId);
    const at = clock.now();
    if (filledShares > 0n) {
      const amountUsd = money.proceeds(filledShares, limitPrice);
      const size = { tradeId: 'sale', shares: filledShares, price: limitPrice, amountUsd };
      await recordFacts(ledger, stream, examples.orderFilled({ ...of, ...size, at }));
      const booked = { ...of, ...size, feeUsd: money.noUsd, at };
      await tellAccount({ type: 'RecordFill', data: booked }, `fill/${signalId}`);
    }
    const reason = filledShares === shares ? 'filled' : 'killed';
    await recordFacts(ledger, stream, examples.orderClosed({ ...of, reason, filledShares, at }));
    const over = { ...HELD, signalId, at };
    await tellAccount({ type: 'ReleaseReservation', data: over }, `over/${signalId}`);
  };
  const tellAccount = async (command: account.Command, causeId: string): Promise<void> => {
    const cause = { causeId, journeyId: '' };
    await accounts.tell(account.decider, accountStream(accountId), command, cause);
  };

  let handled = 0;
  /** Everything that follows, by risk, the venue and our own reactions, until nothing does. */
  const settle = async (decisions: Decisions): Promise<void> => {
    for (;;) {
      const next = (await facts())[handled];
      if (next === undefined) return;
      handled += 1;
      if (next.type === 'SignalReceived') {
        const assessed = examples.assessSignal(next.data, { at: clock.now() });
        await tellAccount(assessed, next.id);
      }
      if (next.type === 'SignalApproved' && next.data.side === 'SELL') {
        await sell(next);
      }
      for (const reaction of REACTIONS) {
        if (reaction.on === next.type) await reaction.handle({ decisions, accountId }, next);
      }
    }
  };

  /** Bids, one after the other, half a second apart, heard by nobody until somebody watches. */
  const bid = async (...prices: readonly string[]): Promise<void> => {
    for (const price of prices) {
      clock.pass(500);
      const bids = price === '' ? [] : [examples.level(price)];
      await quotes.publish(examples.quote({ bids, at: clock.now() }));
    }
  };

  /** One process: looks once at everything and lives until its facts stop coming. */
  const look = async (own: ExitDesk = desk()): Promise<void> => {
    const watch = watchExits(own, { quotes, intervalMs: 60_000 });
    while (watch.completedAtMs() === undefined) await new Promise((go) => setTimeout(go, 1));
    await watch.stop();
  };

  return {
    ...{ clock, ledger, quotes, sales, facts, ofType, open, desk, settle, bid, look },
    stream: exitStream(HELD),
  };
}

export type ExitWorld = Awaited<ReturnType<typeof openExitWorld>>;
