import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fee, money, type account } from '@sluice/domain';
import type { ListedMarket, MarketData, Venue, VenueEvent } from '@sluice/ports';
import { startPaperVenue, type PaperVenue } from '@sluice/paper-venue';
import { createFakeVenueChain } from '@sluice/paper-venue/testing';
import { connectMarketData, connectVenue } from './index.js';
import { ticket } from './testing/examples.js';
import { until } from './testing/stub-socket.js';

const STORY_TIMEOUT_MS = 20_000;

describe('our adapter at the paper venue', () => {
  let paper: PaperVenue;
  let venue: Venue;
  let data: MarketData;
  let listed: ListedMarket;
  const open: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    paper = await startPaperVenue({
      ...{ chain: createFakeVenueChain(), port: 0, wait: true, speed: 0.0001 },
      delays: { minedMs: 50, confirmedMs: 100 },
    });
    await paper.control.fund(paper.testAccount.address, 1_000_000_000n);
    paper.control.start();
    const { clob: host, userSocket, marketSocket } = paper.urls;
    data = connectMarketData({ host, wsHost: marketSocket, timeoutMs: 2_000 });
    venue = await connectVenue({
      ...{ host, wsHost: userSocket, timeoutMs: 2_000 },
      privateKey: paper.testAccount.privateKey,
    });
    const [conditionId] = await data.listings();
    const found = await data.listing(conditionId ?? '');
    if (found === undefined) throw new Error('The paper venue lists no market');
    listed = found;
  }, 30_000);
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.stop()));
    await fetch(`${paper.urls.control}/faults`, { method: 'DELETE' });
  });
  afterAll(() => paper.stop());

  const tokenId = () => listed.listing.outcomes[0]?.tokenId ?? '';
  const order = (change: Partial<account.Approval>) =>
    ticket({ conditionId: listed.listing.conditionId, tokenId: tokenId(), ...change });
  const fault = (what: object) =>
    fetch(`${paper.urls.control}/faults`, { method: 'POST', body: JSON.stringify(what) });
  const book = async (): Promise<account.Quote> => {
    const quotes: account.Quote[] = [];
    const books = data.followBooks(
      () => [tokenId()],
      (quote) => quotes.push(quote),
    );
    open.push(books);
    await until(() => (quotes.at(-1)?.asks.length ?? 0) > 0);
    return quotes.at(-1) as account.Quote;
  };
  const follow = async (): Promise<VenueEvent[]> => {
    const events: VenueEvent[] = [];
    open.push(venue.follow((event) => events.push(event)));
    await until(() => events.length > 0);
    expect(events).toEqual([{ kind: 'discontinuity' }]);
    return events;
  };

  it('reads the listing, a book with best levels first, and our balance', async () => {
    expect(listed).toMatchObject({ status: 'open', listing: { negRisk: false } });
    expect(listed.listing).not.toHaveProperty('negRiskEvent');
    const { bids, asks } = await book();
    expect((bids[0]?.price ?? 0n) < (asks[0]?.price ?? 0n)).toBe(true);
    expect((asks[0]?.price ?? 0n) < (asks[1]?.price ?? 0n)).toBe(true);
    expect(await venue.balance('collateral')).toBeGreaterThan(0n);
    expect(await venue.balance({ tokenId: tokenId() })).toBe(0n);
    expect(venue.wallet).toBe(paper.testAccount.address);
  });

  it('rests, is found under its own hash, is sent twice without harm, and is cancelled', async () => {
    const events = await follow();
    const signed = await venue.sign(
      order({ limitPrice: money.price('0.05'), shares: money.shares('20') }),
    );
    expect(await venue.lookUp(signed.orderHash)).toEqual({ kind: 'absent' });
    expect(await venue.place(signed)).toEqual({ kind: 'accepted', venueStatus: 'live' });
    expect(await venue.lookUp(signed.orderHash)).toEqual({
      ...{ kind: 'found', status: 'live', matchedShares: 0n },
    });
    expect(await venue.place(signed)).toMatchObject({
      ...{ kind: 'unknown', detail: expect.stringContaining('Duplicated') },
    });
    expect(await venue.cancel(signed.orderHash)).toEqual({ kind: 'cancelled', detail: '' });
    expect(await venue.cancel(signed.orderHash)).toMatchObject({ kind: 'not_cancelled' });
    await until(() => events.length >= 3);
    expect(events.slice(1)).toMatchObject([
      { update: { orderHash: signed.orderHash, kind: 'placed', status: 'live' } },
      { update: { orderHash: signed.orderHash, kind: 'cancelled', status: 'cancelled' } },
    ]);
  });

  it('watches over all that the key has: lists it, beats for it, and cancels it', async () => {
    const resting = (price: string) =>
      order({ limitPrice: money.price(price), shares: money.shares('20') });
    const signed = await Promise.all(
      ['0.03', '0.04', '0.05'].map((price) => venue.sign(resting(price))),
    );
    await Promise.all(signed.map((each) => venue.place(each)));
    const [first, second, third] = signed.map(({ orderHash }) => orderHash);
    const openHashes = async () => (await venue.openOrders()).map(({ orderHash }) => orderHash);

    expect(new Set(await openHashes())).toEqual(new Set([first, second, third]));
    expect(await venue.openOrders()).toContainEqual(
      expect.objectContaining({
        tokenId: tokenId(),
        side: 'BUY',
        shares: 20_000_000n,
        price: 30_000n,
      }),
    );
    await venue.beat();
    await venue.beat();
    const unknown = `0x${'99'.repeat(32)}`;
    const some = await venue.cancelMany([first ?? '', unknown]);
    expect(some.cancelled).toEqual([first]);
    expect(some.notCancelled.has(unknown)).toBe(true);
    expect(new Set((await venue.cancelAll()).cancelled)).toEqual(new Set([second, third]));
    expect(await openHashes()).toEqual([]);
  });

  it('is open, and known not to have taken what it refuses while it restarts', async () => {
    expect(await venue.probe()).toMatchObject({ condition: 'open', orderVersion: 2 });
    const signed = await venue.sign(
      order({ limitPrice: money.price('0.05'), shares: money.shares('20'), postOnly: true }),
    );
    await fault({ route: 'POST /order', status: 425 });
    expect(await venue.place(signed)).toMatchObject({ kind: 'not_taken', condition: 'restarting' });
    expect(await venue.probe()).toMatchObject({ condition: 'restarting' });
    expect(await venue.place(signed)).toMatchObject({ kind: 'accepted' });
    expect(await venue.probe()).toMatchObject({ condition: 'open' });
    await venue.cancelAll();
  });

  it(
    'buys at once, and the fills of stream and list agree to the last micro-dollar',
    async () => {
      const best = (await book()).asks[0];
      const events = await follow();
      const limitPrice = best?.price ?? money.price('0.5');
      const before = await venue.balance('collateral');
      const signed = await venue.sign(
        order({
          ...{ orderType: 'FAK', limitPrice, shares: money.shares('10') },
          sizeUsd: money.cost(money.shares('10'), limitPrice),
        }),
      );
      expect(await venue.place(signed)).toEqual({ kind: 'accepted', venueStatus: 'matched' });

      const fillsSeen = () =>
        events.flatMap((event) => (event.kind === 'fill' ? [event.fill] : []));
      await until(() => fillsSeen().some(({ status }) => status === 'confirmed'));
      const last = new Map(fillsSeen().map((fill) => [fill.tradeId, fill]));
      const fills = await venue.fills({ tokenId: tokenId() });
      expect(fills).toEqual([...last.values()].reverse());
      expect(fills.every(({ orderHash }) => orderHash === signed.orderHash)).toBe(true);
      expect(fills.every(({ transactionHash }) => transactionHash !== '')).toBe(true);
      const [fill] = fills;
      if (fill === undefined) throw new Error('Nothing was filled');
      expect(fill.feeUsd).toBe(fee.takerFee(fill.shares, fill.price, listed.listing.fee));
      const spent = money.sum(fills.map(({ amountUsd, feeUsd }) => money.plus(amountUsd, feeUsd)));
      const held = fills.reduce((total, { shares }) => total + shares, 0n);
      expect(before - (await venue.balance('collateral'))).toBe(spent);
      expect(await venue.balance({ tokenId: tokenId() })).toBe(held);
    },
    STORY_TIMEOUT_MS,
  );

  it('is told of a killed order and of one it cannot pay', async () => {
    const cheap = { orderType: 'FOK', limitPrice: money.price('0.02') } as const;
    const killed = await venue.sign(
      order({ ...cheap, shares: money.shares('500'), sizeUsd: money.usd('10') }),
    );
    expect(await venue.place(killed)).toMatchObject({ kind: 'rejected' });
    const dear = await venue.sign(
      order({ limitPrice: money.price('0.05'), shares: money.shares('900000') }),
    );
    expect(await venue.place(dear)).toMatchObject({
      ...{ kind: 'rejected', reason: expect.stringContaining('not enough balance') },
    });
  });

  it('does not know what became of an order whose answer is lost, and finds out by its hash', async () => {
    const signed = await venue.sign(
      order({ limitPrice: money.price('0.05'), shares: money.shares('20') }),
    );
    await fault({ route: 'POST /order', when: 'after' });
    expect(await venue.place(signed)).toMatchObject({ kind: 'unknown' });
    expect(await venue.lookUp(signed.orderHash)).toMatchObject({ kind: 'found', status: 'live' });
    await venue.cancel(signed.orderHash);

    const lost = await venue.sign(
      order({ limitPrice: money.price('0.05'), shares: money.shares('20') }),
    );
    await fault({ route: 'POST /order', when: 'before' });
    expect(await venue.place(lost)).toMatchObject({ kind: 'unknown' });
    expect(await venue.lookUp(lost.orderHash)).toEqual({ kind: 'absent' });
    expect(await venue.place(lost)).toMatchObject({ kind: 'accepted' });
    await venue.cancel(lost.orderHash);
  });

  it('waits for a venue that is down at the start', async () => {
    await fault({ route: 'GET /version', when: 'before', status: 503, times: 1 });
    const lines: string[] = [];
    const { clob: host, userSocket } = paper.urls;
    const late = await connectVenue({
      ...{ host, wsHost: userSocket, timeoutMs: 2_000, log: (line) => lines.push(line) },
      privateKey: paper.testAccount.privateKey,
    });
    expect(late.wallet).toBe(venue.wallet);
    expect(lines.join()).toContain('trying again');
    expect(lines.join()).not.toContain(paper.testAccount.privateKey);
  });
});
