// One struct of an update as an update of its own.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/** An update in Yjs' first format with this one struct, from `offset` on. */
export const encodeStruct = (struct: Struct, offset = 0): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoder.writeClient(struct.id.client);
  encoding.writeVarUint(encoder.restEncoder, struct.id.clock + offset);
  struct.write(encoder as never, offset); // reason: Yjs types it for its second format only
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
};
