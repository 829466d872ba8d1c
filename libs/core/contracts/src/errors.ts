/** What can be wrong with a stored message. Each error names the message, and the field if it is one. */

/** A fact of a kind, or of a later shape, that this version of Sluice does not know. */
export class UnknownFactError extends Error {
  override readonly name = 'UnknownFactError';

  constructor(
    readonly factType: string,
    readonly schemaVersion?: number,
  ) {
    super(
      schemaVersion === undefined
        ? `No fact is called "${factType}"; a newer version of Sluice may have written it`
        : `${factType} has no schema version ${schemaVersion} here; a newer version may have written it`,
    );
  }
}

/** A fact that is not what its contract says, found while reading it or before storing it. */
export class MalformedFactError extends Error {
  override readonly name = 'MalformedFactError';

  constructor(
    readonly factType: string,
    /** Path of the field, such as "decision.checks[2].limit"; empty when it is the whole payload. */
    readonly field: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${field === '' ? factType : `${factType}.${field}`} ${why}`, options);
  }
}

/** A quote that is not what its contract says. */
export class MalformedQuoteError extends Error {
  override readonly name = 'MalformedQuoteError';

  constructor(
    readonly field: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${field === '' ? 'Quote' : `Quote.${field}`} ${why}`, options);
  }
}

/** A balance that is not what its contract says. */
export class MalformedBalanceError extends Error {
  override readonly name = 'MalformedBalanceError';

  constructor(
    readonly field: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${field === '' ? 'WalletBalance' : `WalletBalance.${field}`} ${why}`, options);
  }
}

/** A message on the ledger whose headers are not an envelope. */
export class MalformedEnvelopeError extends Error {
  override readonly name = 'MalformedEnvelopeError';

  constructor(
    readonly header: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`Header ${header} ${why}`, options);
  }
}
