/** Every decision of risk with its numbers. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskDecisions1763800000003 implements MigrationInterface {
  readonly name = 'CreateRiskDecisions1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_decisions (
        signal_id     text primary key,
        strategy_id   text not null,
        account_id    text not null,
        condition_id  text not null,
        token_id      text not null,
        side          text not null check (side in ('BUY', 'SELL')),
        limit_price   numeric(7, 6) not null,
        decision      text not null check (decision in ('approved', 'refused')),
        code          text,
        sentence      text,
        size_usd      numeric(38, 6) not null,
        shares        numeric(38, 6),
        reserved_usd  numeric(38, 6),
        rules_version integer not null,
        checks        jsonb not null,
        quote         jsonb,
        decided_at    timestamptz not null,
        position      bigint not null
      )`);
    await runner.query(
      'create index risk_decisions_by_strategy on risk_decisions (strategy_id, decided_at desc)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_decisions');
  }
}
