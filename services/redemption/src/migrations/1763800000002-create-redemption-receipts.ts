/** Every attempt to redeem, with its transaction and what that proved. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRedemptionReceipts1763800000002 implements MigrationInterface {
  readonly name = 'CreateRedemptionReceipts1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table redemption_receipts (
        redemption_id       text not null,
        attempt             integer not null,
        account_id          text not null,
        wallet              text not null,
        condition_id        text not null,
        status              text not null
          check (status in ('planned', 'signed', 'submitted', 'confirmed', 'failed')),
        expected_payout_usd numeric(38, 6) not null,
        payout_usd          numeric(38, 6),
        transaction_hash    text,
        nonce               bigint,
        block_number        numeric,
        reason              text,
        detail              text,
        final               boolean,
        started_at          timestamptz not null,
        updated_at          timestamptz not null,
        primary key (redemption_id, attempt)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table redemption_receipts');
  }
}
