/** What can go wrong between us and the venue, by name. Messages never carry keys or signatures. */
import { UnsignableOrderError } from '@sluice/ports';

export { UnsignableOrderError };

/** The venue did not give a usable answer; the same question may be asked again. */
export class VenueUnavailableError extends Error {
  override readonly name = 'VenueUnavailableError';
}

/** The venue refuses this wallet or this configuration: asking again changes nothing. */
export class VenueRefusedError extends Error {
  override readonly name = 'VenueRefusedError';
}

/** The venue said something about orders or money that we have no word for. A person has to look. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
}

/** The official client signed something other than what we computed. Nothing was sent. */
export class SignedOtherwiseError extends UnsignableOrderError {
  override readonly name: string = 'SignedOtherwiseError';
}

/** The stored bytes are not the order they are filed under. Nothing was sent. */
export class AlteredOrderError extends Error {
  override readonly name = 'AlteredOrderError';
}

/** The official client's requests do not pass through our hands, so they have no time limit. */
export class ClientOutOfReachError extends Error {
  override readonly name = 'ClientOutOfReachError';
}
