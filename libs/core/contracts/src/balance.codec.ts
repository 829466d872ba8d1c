/** Balances as they travel on bal.<account id>. */
import type { AccountId, Instant, money } from '@sluice/domain';
import { MalformedBalanceError } from './errors.js';
import { FieldFault } from './fields/fault.js';
import { messageCodec } from './fields/message-codec.js';
import { parseJson } from './fields/parse-json.js';
import { instant, usd } from './fields/read.js';
import { WalletBalanceSchema } from './gen/sluice/ledger/v1/balance_pb.js';

type WalletBalance = {
  readonly accountId: AccountId;
  readonly freeUsd: money.MicroUsd;
  readonly at: Instant;
};

const codec = messageCodec(
  WalletBalanceSchema,
  ({ accountId, freeUsd, at }: WalletBalance) => ({
    accountId,
    freeMicroUsd: String(freeUsd),
    at,
  }),
  (message) => ({
    accountId: message.accountId,
    freeUsd: usd(message, 'freeMicroUsd'),
    at: instant(message, 'at'),
  }),
);

/** Throws {@link MalformedBalanceError} when the balance could not be read back. */
export function encodeBalance(balance: WalletBalance): string {
  return naming(() => {
    const message = codec.encode(balance);
    codec.decode(message);
    return JSON.stringify(message);
  });
}

/** Throws {@link MalformedBalanceError} naming the field that is not what the contract says. */
export function decodeBalance(payload: string | Uint8Array): WalletBalance {
  return naming(() => codec.decode(parseJson(payload)));
}

function naming<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof FieldFault) {
      throw new MalformedBalanceError(error.field, error.why, { cause: error });
    }
    throw error;
  }
}
