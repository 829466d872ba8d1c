/** Who asked a service to change something, who was refused, and when. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAdminCalls1767225600002 implements MigrationInterface {
  readonly name = 'CreateAdminCalls1767225600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table admin_calls (
        id          bigint generated always as identity primary key,
        at          timestamptz not null default now(),
        caller      text,
        role        text,
        transport   text not null check (transport in ('http', 'grpc')),
        method      text not null,
        outcome     text not null check (outcome in ('allowed', 'unauthenticated', 'forbidden')),
        status_code integer,
        check ((caller is null) = (outcome = 'unauthenticated')),
        check ((caller is null) = (role is null))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table admin_calls');
  }
}
