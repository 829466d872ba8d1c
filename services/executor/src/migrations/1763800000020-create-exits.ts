/** The way out of each position, and what it depends on: rules and kills, and the market's terms. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExits1763800000020 implements MigrationInterface {
  readonly name = 'CreateExits1763800000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exits (
        account_id         text not null,
        strategy_id        text not null,
        token_id           text not null,
        condition_id       text not null,
        entered_at         text not null,
        provisional_shares numeric(38, 6) not null,
        settled_shares     numeric(38, 6) not null,
        settled_cost_usd   numeric(38, 6) not null,
        unsettled_sales    jsonb not null,
        promised_shares    jsonb not null,
        trailing_high_usd  numeric(38, 6),
        high_entered_at    text,
        state              text not null check (state in ('idle', 'exiting')),
        kind               text,
        round              integer not null,
        attempts           integer not null,
        in_flight          text,
        triggered_at       text,
        unprotected_since  text,
        last_outcome       text,
        primary key (account_id, strategy_id, token_id)
      )`);
    await runner.query('create index exits_by_token on exits (account_id, token_id)');
    await runner.query(`
      create table exit_rules (
        account_id    text not null,
        strategy_id   text not null,
        rules         jsonb,
        rules_version integer not null,
        scheduled     jsonb,
        killed        jsonb,
        primary key (account_id, strategy_id)
      )`);
    await runner.query(`
      create table exit_markets (
        condition_id     text primary key,
        open             boolean not null,
        tick_size        numeric(38, 6) not null,
        order_size_min   numeric(38, 6) not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exits, exit_rules, exit_markets');
  }
}
