// What a client says it has, in its SyncStep1: an encoded state vector of as many clients as it likes to name. It is
// read where it is. A map of five million clients, which fit into 30 MB, would stop the relay for seconds.
import * as decoding from 'lib0/decoding';
import { MAX_CLIENTS, type RoomState } from './room-state.ts';

/** Most clients of a vector: as many as the document may have, and as many again that only the device has. */
export const MAX_VECTOR_CLIENTS = 2 * MAX_CLIENTS;
/** A client takes 5 bytes, and the length of what it wrote 1 to 3. */
export const MAX_VECTOR_BYTES = 8 * MAX_VECTOR_CLIENTS;

const readCount = (vector: Uint8Array): [decoding.Decoder, number] => {
  const decoder = decoding.createDecoder(vector);
  return [decoder, decoding.readVarUint(decoder)];
};

/** Whether a vector is larger than any device needs; only its beginning is read. Throws if it has none. */
export const isVectorTooLarge = (vector: Uint8Array): boolean =>
  vector.byteLength > MAX_VECTOR_BYTES || readCount(vector)[1] > MAX_VECTOR_CLIENTS;

/** How many clients a vector names. Throws on bytes that are no vector. */
export const countVectorClients = (vector: Uint8Array): number => {
  const [decoder, count] = readCount(vector);
  for (let numbers = count * 2; numbers > 0; numbers--) decoding.readVarUint(decoder);
  return count;
};

/**
 * Whether a client with this vector has every struct of the room. A vector that names a client twice may claim too
 * much, and its sender gets too little. Throws on bytes that are no vector.
 */
export const hasAllOf = (state: RoomState, vector: Uint8Array): boolean => {
  const [decoder, count] = readCount(vector);
  if (count < state.vector.size) return false;
  let missing = state.vector.size;
  for (let i = 0; i < count && missing > 0; i++) {
    const ours = state.vector.get(decoding.readVarUint(decoder));
    const theirs = decoding.readVarUint(decoder);
    if (ours !== undefined && theirs >= ours) missing -= 1;
  }
  return missing === 0;
};
