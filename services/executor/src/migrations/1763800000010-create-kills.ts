/** Every kill this account or a strategy of it was given, and how far it is carried out. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKills1763800000010 implements MigrationInterface {
  readonly name = 'CreateKills1763800000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table kills (
        kill_id           text primary key,
        account_id        text not null,
        strategy_id       text not null,
        position          bigint not null,
        killed_by         text not null,
        why               text not null,
        flatten           boolean not null,
        killed_at         timestamptz not null,
        sweeps            integer not null,
        cancelled         integer not null,
        still_open        integer not null,
        in_doubt          integer not null,
        last_swept_at     timestamptz,
        verified_at       timestamptz,
        took_ms           bigint,
        unverified_at     timestamptz,
        unverified_detail text,
        ended_at          timestamptz,
        ended_by          text
      )`);
    await runner.query('create index kills_by_account on kills (account_id, position desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table kills');
  }
}
