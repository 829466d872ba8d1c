/** What can go wrong between us and the relayer, by name. Messages carry no key and no body. */

/** No usable answer: the same request may be sent again, for nobody knows whether it was taken. */
export class RelayerUnavailableError extends Error {
  override readonly name = 'RelayerUnavailableError';
}
