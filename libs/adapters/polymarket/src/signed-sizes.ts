/** The sizes of the orders this process signed or sent, to tell the scale of the venue's answers. */

export type SignedSizes = {
  readonly remember: (orderHash: string, shares: bigint) => void;
  readonly of: (orderHash: string) => bigint | undefined;
};

export function signedSizes(): SignedSizes {
  const sizes = new Map<string, bigint>();
  return {
    remember(orderHash, shares) {
      const oldest = sizes.keys().next();
      if (sizes.size >= ORDERS_MAX && oldest.done !== true) sizes.delete(oldest.value);
      sizes.set(orderHash.toLowerCase(), shares);
    },
    of: (orderHash) => sizes.get(orderHash.toLowerCase()),
  };
}

const ORDERS_MAX = 10_000;
