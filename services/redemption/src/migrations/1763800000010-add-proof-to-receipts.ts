/** What proves each redemption, who else redeemed, and how a transaction reached the chain. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddProofToReceipts1763800000010 implements MigrationInterface {
  readonly name = 'AddProofToReceipts1763800000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table redemption_receipts
        drop constraint redemption_receipts_status_check,
        add constraint redemption_receipts_status_check check (status in (
          'planned', 'signed', 'submitted', 'mined', 'confirmed', 'failed', 'found_elsewhere'
        )),
        add column route        text,
        add column wallet_nonce bigint,
        add column relayer_id   text,
        add column hashes       jsonb not null default '[]',
        add column burned       jsonb,
        add column redeemed_by  text,
        add column sender       text,
        add column asked_by     text,
        add column asked_why    text,
        add column delayed      text`);
    await runner.query(
      'create index redemption_receipts_by_account on redemption_receipts (account_id, updated_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index redemption_receipts_by_account');
    await runner.query(`
      alter table redemption_receipts
        drop column route, drop column wallet_nonce, drop column relayer_id, drop column hashes,
        drop column burned, drop column redeemed_by, drop column sender, drop column asked_by,
        drop column asked_why, drop column delayed`);
  }
}
