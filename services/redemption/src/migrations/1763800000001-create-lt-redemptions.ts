/** What each filled order of a resolved condition pays, as the system's design lists it. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtRedemptions1763800000001 implements MigrationInterface {
  readonly name = 'CreateLtRedemptions1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_redemptions (
        redemption_id uuid primary key default gen_random_uuid(),
        lt_order_id uuid not null,
        strategy_id text not null,
        order_id uuid not null,

        condition_id text not null,
        market_resolved_at timestamp with time zone,
        winning_outcome text,
        user_outcome text,

        redemption_type text not null,
        redemption_status text default 'PENDING',
        redemption_tx_hash text,
        redemption_amount_usd decimal(10, 2),

        redemption_attempts integer default 0,
        last_attempt_at timestamp with time zone,
        last_error text,

        created_at timestamp with time zone default now(),
        redeemed_at timestamp with time zone,

        -- Ours.
        account_id text not null,
        wallet text not null,
        token_id text not null,
        shares numeric(38, 6) not null,
        payout_usd numeric(38, 6),
        block_number numeric,

        unique (lt_order_id)
      )`);
    await runner.query(
      `create index idx_lt_redemptions_strategy_status
         on lt_redemptions (strategy_id, redemption_status)`,
    );
    await runner.query(
      `create index idx_lt_redemptions_pending
         on lt_redemptions (redemption_status) where redemption_status = 'PENDING'`,
    );
    await runner.query(
      'create index lt_redemptions_by_holding on lt_redemptions (account_id, condition_id)',
    );
    await runner.query(`
      create table redeemable_orders (
        order_id       uuid primary key,
        signal_id      text not null,
        account_id     text not null,
        strategy_id    text not null,
        condition_id   text not null,
        token_id       text not null,
        side           text not null check (side in ('BUY', 'SELL')),
        settled_shares numeric(38, 6) not null
      )`);
    await runner.query(
      'create index redeemable_orders_by_holding on redeemable_orders (account_id, condition_id)',
    );
    await runner.query(`
      create table redeemable_markets (
        condition_id    text primary key,
        outcomes        jsonb not null,
        winning_outcome text,
        resolved_at     timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table redeemable_markets, redeemable_orders, lt_redemptions');
  }
}
