/** How far a service has read, what it still has to do, and who may write for it. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProgress1767225600000 implements MigrationInterface {
  readonly name = 'CreateProgress1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_checkpoints (
        name        text primary key,
        version     integer not null,
        position    bigint not null check (position >= 0),
        incarnation text not null,
        epoch       bigint not null,
        updated_at  timestamptz not null default now()
      )`);
    await runner.query(`
      create table pending_effects (
        sequence        bigint generated always as identity primary key,
        owner           text not null,
        effect          text not null,
        id              text not null,
        lane            text not null,
        payload         jsonb not null,
        not_before      timestamptz not null,
        attempts        integer not null default 0,
        next_attempt_at timestamptz not null default '-infinity',
        started_at      timestamptz,
        last_error      text,
        created_at      timestamptz not null default now(),
        unique (owner, effect, id)
      )`);
    await runner.query(
      'create index pending_effects_by_lane on pending_effects (owner, lane, sequence)',
    );
    await runner.query(`
      create table leases (
        name       text primary key,
        holder     text not null,
        epoch      bigint not null check (epoch > 0),
        expires_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table leases, pending_effects, projection_checkpoints');
  }
}
