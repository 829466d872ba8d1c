/** How an adapter tells the operator something. Never given keys, credentials or signatures. */
export type Log = (line: string) => void;

export const silence: Log = () => undefined;
