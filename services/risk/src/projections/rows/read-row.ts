/** What Postgres gives back for the columns of a row, so that readers get them typed. */

type Given = {
  readonly text: string;
  readonly uuid: string;
  readonly integer: number;
  readonly boolean: boolean;
  readonly timestamptz: Date;
  readonly jsonb: unknown;
  /** Text, because they may have more digits than a number keeps. */
  readonly bigint: string;
  readonly numeric: string;
};

export type Columns = Readonly<Record<string, keyof Given>>;

/** A row as read; the columns named second may be null, those of the third hold this JSON. */
export type ReadRow<
  Of extends Columns,
  Nullable extends keyof Of = never,
  Json extends { readonly [Column in keyof Json]: unknown } = object,
> = {
  readonly [Column in keyof Of]:
    | (Column extends keyof Json ? Json[Column] : Given[Of[Column]])
    | (Column extends Nullable ? null : never);
};
