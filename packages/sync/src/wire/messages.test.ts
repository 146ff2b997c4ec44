// Tests that messages survive a round trip and that hostile presence is refused.
import * as decoding from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import { CLOSE } from './close-codes.ts';
import {
  decodePresence,
  decodeRelayMessage,
  encodePresence,
  encodeRelayMessage,
  type RelayMessage,
} from './messages.ts';

describe('messages', () => {
  it.each<RelayMessage>([
    { type: 'durable', count: 70_000 },
    { type: 'refusal', code: 4401, reason: 'no' },
    { type: 'head', room: 'campaign/x', sequence: 2 ** 40, tag: 'abc' },
    { type: 'part' },
  ])('[M1] decoding an encoded message gives the same message: %o', (message) => {
    const decoder = decoding.createDecoder(encodeRelayMessage(message));
    expect(decodeRelayMessage(decoding.readVarUint(decoder), decoder)).toEqual(message);
  });
  it('[M3] an unknown type decodes to null', () => {
    expect(decodeRelayMessage(250, decoding.createDecoder(new Uint8Array([1, 2])))).toBeNull();
  });
  it('[M4] presence that is not JSON, too large or cut off is refused', () => {
    const read = (frame: Uint8Array) => () => {
      const decoder = decoding.createDecoder(frame);
      decoding.readVarUint(decoder);
      return decodePresence(decoder);
    };
    expect(read(encodePresence([{ client: 1, clock: 1, state: '{"a":1}' }]))()).toEqual([
      { client: 1, clock: 1, state: '{"a":1}' },
    ]);
    expect(read(encodePresence([{ client: 1, clock: 1, state: '{oops' }]))).toThrow();
    expect(read(encodePresence([{ client: 1, clock: 1, state: JSON.stringify('x'.repeat(5000)) }]))).toThrow();
    expect(read(encodePresence([{ client: 1, clock: 1, state: 'null' }]).slice(0, -2))).toThrow();
  });
  it('[E2] close codes say whether to retry', () => {
    const isFinal = (code: number): boolean => code >= 4400 && code < 4500;
    expect([CLOSE.notLetIn, CLOSE.deleted, CLOSE.tooLarge, CLOSE.badFrame].every(isFinal)).toBe(true);
    expect([CLOSE.storageFailed, CLOSE.tooSlow, CLOSE.restarting].some(isFinal)).toBe(false);
  });
});
