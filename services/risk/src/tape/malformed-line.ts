/** A line that is no line of a tape: nothing of it happens, and the tape ends there. */

export type Fault = {
  /** Empty when the line as a whole is meant. */
  readonly field: string;
  readonly detail: string;
};

export class MalformedLine extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(faultWords).join('; '));
    this.name = 'MalformedLine';
  }
}

export const malformed = (field: string, detail: string): MalformedLine =>
  new MalformedLine([{ field, detail }]);

export const faultWords = ({ field, detail }: Fault): string =>
  field === '' ? detail : `field ${field}: ${detail}`;

/** The first line of what an error says. */
export function messageOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
