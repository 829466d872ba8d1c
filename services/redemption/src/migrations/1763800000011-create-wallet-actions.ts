/** What the wallet did on chain besides redeeming: merges and approvals. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWalletActions1763800000011 implements MigrationInterface {
  readonly name = 'CreateWalletActions1763800000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table wallet_actions (
        action_id           text primary key,
        account_id          text not null,
        wallet              text not null,
        kind                text not null check (kind in ('merge', 'approve')),
        condition_id        text,
        shares              numeric(38, 6),
        approvals           jsonb,
        status              text not null check (status in (
          'requested', 'signed', 'submitted', 'mined', 'confirmed', 'failed', 'abandoned'
        )),
        attempts            integer not null,
        transaction_hash    text,
        relayer_id          text,
        payout_usd          numeric(38, 6),
        burned              jsonb,
        block_number        numeric,
        reason              text,
        detail              text,
        asked_by            text not null,
        asked_why           text not null,
        requested_at        timestamptz not null,
        updated_at          timestamptz not null
      )`);
    await runner.query(
      'create index wallet_actions_by_account on wallet_actions (account_id, requested_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table wallet_actions');
  }
}
