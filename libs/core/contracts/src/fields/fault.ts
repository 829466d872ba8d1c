/** A field of a message that cannot be what it says, known by its path from the message's top. */
export class FieldFault extends Error {
  override readonly name = 'FieldFault';

  constructor(
    readonly field: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`${field} ${why}`, options);
  }
}

/** Runs a reading of what lies inside `field`; a fault in there is named from outside. */
export function inside<Result>(field: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    throw new FieldFault(`${field}.${error.field}`, error.why, { cause: error });
  }
}
