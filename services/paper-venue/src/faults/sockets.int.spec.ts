/** Each fault of the two channels does to a real connection what it says. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderType, Side } from '@polymarket/clob-client-v2';
import WebSocket from 'ws';
import { until } from '../testing/official-client.js';
import { openVenueAtRest, type VenueAtRest } from '../testing/venue-at-rest.js';

type Heard = {
  readonly socket: WebSocket;
  readonly told: () => readonly string[];
  readonly frames: Record<string, unknown>[];
  readonly raw: Buffer[];
};

describe('faults of the channels', () => {
  let at: VenueAtRest;
  const open: WebSocket[] = [];

  beforeAll(async () => {
    at = await openVenueAtRest();
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.terminate();
    await at.client.cancelAll();
    await at.lever('DELETE', 'faults');
  });
  afterAll(() => at.venue.stop());

  const hear = async (url: string, hello: object): Promise<Heard> => {
    const socket = new WebSocket(url, { skipUTF8Validation: true });
    open.push(socket);
    const frames: Record<string, unknown>[] = [];
    const raw: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('message', (bytes) => {
      raw.push(bytes as Buffer);
      const text = (bytes as Buffer).toString();
      if (text === 'PONG') frames.push({ event_type: 'PONG' });
      else frames.push(...([JSON.parse(text)] as Record<string, unknown>[]).flat());
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify(hello));
    socket.send('PING');
    await until(() => frames.length > 0);
    const told = (): readonly string[] =>
      frames
        .map(({ event_type, type, status }) => [event_type, type, status])
        .map((words) => words.filter((word) => typeof word === 'string').join(' '))
        .filter((line) => line !== 'PONG');
    return { socket, told, frames, raw };
  };
  const user = (more: object = {}): Promise<Heard> => {
    const { key: apiKey, secret, passphrase } = at.creds;
    const auth = { apiKey, secret, passphrase, ...more };
    return hear(at.venue.urls.userSocket, { auth, type: 'user' });
  };
  const market = (): Promise<Heard> =>
    hear(at.venue.urls.marketSocket, {
      type: 'market',
      assets_ids: [at.token],
      custom_feature_enabled: true,
    });
  const rest = async (price = 0.05): Promise<void> => {
    expect(await at.client.postOrder(await at.bid({ price }))).toMatchObject({ status: 'live' });
  };
  /** Told once everything before it has been told. */
  const pong = async ({ socket, frames }: Heard): Promise<void> => {
    const before = frames.filter((one) => one['event_type'] === 'PONG').length;
    socket.send('PING');
    await until(() => frames.filter((one) => one['event_type'] === 'PONG').length > before);
  };

  describe('of the user', () => {
    it('placement_lost leaves an order nobody was told of', async () => {
      const own = await user();
      await at.arm('placement_lost');
      await rest();
      await rest(0.04);
      await pong(own);
      expect(own.told()).toEqual(['order PLACEMENT LIVE']);
    });

    it('placement_late tells the order after its fill', async () => {
      const own = await user();
      await at.arm('placement_late');
      await at.buy(5);
      await until(() => own.told().includes('order PLACEMENT LIVE'));
      expect(own.told().indexOf('order PLACEMENT LIVE')).toBeGreaterThan(
        own.told().indexOf('trade TRADE MATCHED'),
      );
    });

    it('order_update_late tells the trade before the order', async () => {
      const own = await user();
      await at.arm('order_update_late', { parameters: { delayMs: 1_500 } });
      await at.buy(5);
      await until(() => own.told().includes('order UPDATE MATCHED'));
      expect(own.told().indexOf('order UPDATE MATCHED')).toBeGreaterThan(
        own.told().indexOf('trade TRADE MATCHED'),
      );
    });

    it('fok_end_lost keeps the end of a FOK order to itself', async () => {
      const own = await user();
      await at.arm('fok_end_lost', { times: 2 });
      await at.buy(5);
      await until(() => own.told().includes('trade TRADE CONFIRMED'));
      expect(own.told()).not.toContain('order UPDATE MATCHED');
      const killed = await at.client.createMarketOrder({
        tokenID: at.token,
        amount: 9_000,
        price: 0.5,
        side: Side.BUY,
      });
      expect(await at.client.postOrder(killed, OrderType.FOK)).toMatchObject({ status: 400 });
      await pong(own);
      expect(own.told().filter((line) => line.includes('CANCELLATION'))).toEqual([]);
    });

    it('trade_end_lost keeps a confirmation to itself', async () => {
      const own = await user();
      await at.arm('trade_end_lost');
      const { tradeIDs: [id = ''] = [] } = await at.buy(5);
      await until(async () => (await at.client.getTrades({ id }))[0]?.status === 'CONFIRMED');
      await pong(own);
      expect(own.told()).toContain('trade TRADE MINED');
      expect(own.told()).not.toContain('trade TRADE CONFIRMED');
    });

    it('cancel_reason_told writes the reason behind the status', async () => {
      const own = await user();
      await rest();
      await at.arm('cancel_reason_told', { parameters: { reason: 'SELF TRADE' } });
      await at.client.cancelAll();
      await until(() => own.told().length === 2);
      expect(own.told()[1]).toBe('order CANCELLATION CANCELED_SELF TRADE');
    });

    it('user_frame_lost, _twice and _late do to one frame what they say', async () => {
      const own = await user();
      await at.arm('user_frame_lost');
      await at.arm('user_frame_twice');
      await at.arm('user_frame_late', { parameters: { delayMs: 1_500 } });
      for (const price of [0.01, 0.02, 0.03, 0.04]) await rest(price);
      await until(() => own.frames.some((one) => one['price'] === '0.03'));
      expect(own.frames.flatMap((one) => one['price'] ?? [])).toEqual([
        '0.02',
        '0.02',
        '0.04',
        '0.03',
      ]);
    });

    it('user_frame_not_utf8 sends a byte no UTF-8 has', async () => {
      const own = await user();
      await at.arm('user_frame_not_utf8');
      await rest();
      await until(() => own.raw.some((bytes) => bytes.includes(0xff)));
    });

    it('user_socket_frozen answers PING and tells nothing more', async () => {
      const own = await user();
      await at.arm('user_socket_frozen', { parameters: { forMs: 300 } });
      await rest();
      await rest(0.04);
      await pong(own);
      expect(own.told()).toEqual([]);
      await until(async () => {
        await rest(0.03);
        return own.told().length > 0;
      });
    });

    it('user_socket_cut breaks the connection in place of a frame', async () => {
      const own = await user();
      await at.arm('user_socket_cut');
      await rest();
      await until(() => own.socket.readyState === WebSocket.CLOSED);
      expect(own.told()).toEqual([]);
    });

    it('user_socket_dropped breaks one connection after the other', async () => {
      await at.arm('user_socket_dropped', { times: 2, parameters: { afterMs: 50 } });
      const broken = [await user(), await user()];
      const whole = await user();
      await until(() => broken.every(({ socket }) => socket.readyState === WebSocket.CLOSED));
      await pong(whole);
    });

    it('bad_credentials_silent neither closes nor tells', async () => {
      await at.arm('bad_credentials_silent', { parameters: { goodOnesToo: false } });
      const wrong = await user({ secret: 'AAAA' });
      await at.arm('bad_credentials_silent');
      const right = await user();
      await rest();
      for (const own of [wrong, right]) {
        await pong(own);
        expect(own.told()).toEqual([]);
      }
    });

    it('frames_told_again repeats over a reconnect what was told before', async () => {
      const first = await user();
      await rest();
      await until(() => first.told().length === 1);
      first.socket.terminate();
      await at.arm('frames_told_again', { parameters: { frames: 1 } });
      const second = await user();
      await until(() => second.told().length === 1);
      expect(second.frames.find((one) => one['event_type'] === 'order')).toEqual(
        first.frames.find((one) => one['event_type'] === 'order'),
      );
    });
  });

  describe('of a market', () => {
    const changes = ({ frames }: Heard): readonly unknown[] =>
      frames
        .filter((one) => one['event_type'] === 'price_change')
        .map((one) => (one['price_changes'] as { readonly price: string }[])[0]?.price);

    it('market_frame_lost, _twice and _late do to one frame what they say', async () => {
      const heard = await market();
      await at.arm('market_frame_lost');
      await at.arm('market_frame_twice');
      await at.arm('market_frame_late', { parameters: { delayMs: 1_500 } });
      for (const price of [0.01, 0.02, 0.03, 0.04]) await rest(price);
      await until(() => changes(heard).includes('0.03'));
      expect(changes(heard)).toEqual(['0.02', '0.02', '0.04', '0.03']);
    });

    it('market_frame_not_utf8 sends a byte no UTF-8 has', async () => {
      const heard = await market();
      await at.arm('market_frame_not_utf8');
      await rest();
      await until(() => heard.raw.some((bytes) => bytes.includes(0xff)));
    });

    it('market_socket_frozen answers PING and tells nothing more', async () => {
      const heard = await market();
      await at.arm('market_socket_frozen');
      await rest();
      await rest(0.04);
      await pong(heard);
      expect(changes(heard)).toEqual([]);
    });

    it('market_socket_cut breaks the connection in place of a frame', async () => {
      const heard = await market();
      await at.arm('market_socket_cut');
      await rest();
      await until(() => heard.socket.readyState === WebSocket.CLOSED);
      expect(changes(heard)).toEqual([]);
    });

    it('market_socket_dropped breaks a connection after a while', async () => {
      await at.arm('market_socket_dropped', { parameters: { afterMs: 50 } });
      const heard = await market();
      await until(() => heard.socket.readyState === WebSocket.CLOSED);
    });

    it('market_subscription_ignored never tells, snapshot_missing only changes', async () => {
      await at.arm('market_subscription_ignored');
      const ignored = await market();
      await at.arm('snapshot_missing');
      const bare = await market();
      await rest();
      await until(() => bare.told().length > 0);
      await pong(ignored);
      expect([ignored.told(), bare.told()]).toEqual([[], ['price_change']]);
    });

    it('trade_print_lost keeps a trade from the watchers', async () => {
      const heard = await market();
      await at.arm('trade_print_lost');
      await at.buy(5);
      await until(() => heard.told().filter((line) => line === 'book').length > 1);
      expect(heard.told()).not.toContain('last_trade_price');
    });

    it('tick_size_changed changes the tick for all and sends the whole book after it', async () => {
      const heard = await market();
      await at.arm('tick_size_changed');
      await rest();
      await until(() => heard.told().includes('tick_size_change'));
      expect(heard.frames.find((one) => one['event_type'] === 'tick_size_change')).toMatchObject({
        old_tick_size: '0.01',
        new_tick_size: '0.001',
      });
      await pong(heard);
      expect(heard.told().slice(heard.told().indexOf('tick_size_change'))).toContain('book');
      expect(await at.client.getTickSize(at.token)).toBeDefined();
      const fine = await fetch(`${at.venue.urls.clob}/tick-size?token_id=${at.token}`);
      expect(await fine.json()).toEqual({ minimum_tick_size: 0.001 });
    });

    it('market_resolved_lost ends a market in silence', async () => {
      const heard = await market();
      await at.arm('market_resolved_lost');
      await at.venue.control.resolve(at.market, 0);
      await pong(heard);
      expect(at.venue.markets()[0]).toMatchObject({ stage: 'resolved' });
      expect(heard.told()).not.toContain('market_resolved');
    });
  });
});
