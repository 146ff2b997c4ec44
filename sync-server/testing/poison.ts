// Items that devices cannot use, as an earlier relay stored them.
import * as encoding from 'lib0/encoding';

/** An update of `client` whose item at `clock` is its own origin, and behind it one that is sound. */
export const poison = (client: number, clock: number, word: string): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, 2, client, clock]) encoding.writeVarUint(encoder, number);
  encoding.writeUint8(encoder, 0x84); // text with an origin
  for (const number of [client, clock]) encoding.writeVarUint(encoder, number);
  encoding.writeVarString(encoder, 'a');
  encoding.writeUint8(encoder, 0x08); // a plain value
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, 'list');
  encoding.writeVarUint(encoder, 1);
  encoding.writeAny(encoder, word);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};
