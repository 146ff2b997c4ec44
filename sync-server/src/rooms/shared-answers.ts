// Gives readers who ask the same of a room the same bytes: an answer may be as large as the room, and waits in memory for
// each reader that is slow. It is kept for as long as a reader's socket holds it, and no longer.
import type { LogHead } from '../update-log/relay-log.ts';
import type { InitialAnswer } from './initial-sync.ts';

/** Longer questions are those of devices that have something of their own, bytes. */
const MAX_QUESTION_BYTES = 4 * 1024;

interface Kept {
  head: LogHead;
  vector: Uint8Array;
  /** The frames without their bytes, which are let go once nobody waits for them. */
  frames: { bytes: WeakRef<ArrayBufferLike>; offset: number; length: number }[];
  isPart: boolean;
}

const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);

const toKept = (head: LogHead, vector: Uint8Array, { frames, isPart }: InitialAnswer): Kept => ({
  head,
  vector: vector.slice(),
  frames: frames.map(({ buffer, byteOffset, byteLength }) => ({
    bytes: new WeakRef(buffer),
    offset: byteOffset,
    length: byteLength,
  })),
  isPart,
});

/** The answer, if all of its bytes are still there. */
const toAnswer = ({ frames, isPart }: Kept): InitialAnswer | null => {
  const alive: Uint8Array[] = [];
  for (const { bytes, offset, length } of frames) {
    const buffer = bytes.deref();
    if (!buffer) return null;
    alive.push(new Uint8Array(buffer, offset, length));
  }
  return { frames: alive, isWhole: true, isPart };
};

/**
 * Returns the function that answers a state vector: with what is kept for the same vector and head, else with a new
 * answer. `headNow`: of the room, null before it was read.
 */
export const createSharedAnswers = (headNow: () => LogHead | null) => {
  let latest: Kept | null = null;
  return async (vector: Uint8Array, answer: () => Promise<InitialAnswer>): Promise<InitialAnswer> => {
    const head = headNow();
    const isSame = latest?.head.sequence === head?.sequence && latest?.head.tag === head?.tag;
    const kept = latest && isSame && isSameBytes(latest.vector, vector) ? toAnswer(latest) : null;
    if (kept) return kept;
    const made = await answer();
    const headAfter = headNow();
    // What arrived while it was made may not be in it.
    const isOfHead = head !== null && headAfter?.sequence === head.sequence && headAfter.tag === head.tag;
    if (isOfHead && made.isWhole && vector.byteLength <= MAX_QUESTION_BYTES) latest = toKept(head, vector, made);
    return made;
  };
};
