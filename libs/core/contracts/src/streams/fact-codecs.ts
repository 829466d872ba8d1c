/** One codec for each fact of a stream; a fact that is forgotten does not compile. */
import type { Fact } from '@sluice/domain';
import type { MessageCodec } from '../fields/message-codec.js';

export type FactCodecs<Event extends Fact> = {
  readonly [Type in Event['type']]: MessageCodec<Extract<Event, { readonly type: Type }>['data']>;
};
