/** Quotes as they travel on md.<token id>: the contract of a stored quote, alone. */
import type { account } from '@sluice/domain';
import { MalformedQuoteError } from './errors.js';
import { FieldFault } from './fields/fault.js';
import { messageCodec } from './fields/message-codec.js';
import { parseJson } from './fields/parse-json.js';
import { QuoteSchema } from './gen/sluice/ledger/v1/common_pb.js';
import { readQuote, writeQuote } from './streams/common.codec.js';

const codec = messageCodec(QuoteSchema, writeQuote, readQuote);

/** Throws {@link MalformedQuoteError} when the quote could not be read back. */
export function encodeQuote(quote: account.Quote): string {
  return naming(() => {
    const message = codec.encode(quote);
    codec.decode(message);
    return JSON.stringify(message);
  });
}

/** Throws {@link MalformedQuoteError} naming the field that is not what the contract says. */
export function decodeQuote(payload: string | Uint8Array): account.Quote {
  return naming(() => codec.decode(parseJson(payload)));
}

function naming<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof FieldFault) {
      throw new MalformedQuoteError(error.field, error.why, { cause: error });
    }
    throw error;
  }
}
