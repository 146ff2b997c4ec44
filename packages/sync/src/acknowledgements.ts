// What one connection has sent to the relay, and how much of it the relay has confirmed to be on its disk.
import { SYNC } from './wire/messages.ts';

/**
 * Counts the sync messages of the current connection (R4, C1). A mark is the device's own count of its writes; marks
 * are kept only from this connection's SyncStep2 on, because an earlier message does not prove that offline edits
 * arrived.
 */
export class Acknowledgements {
  #sentCount = 0;
  /** Position of the SyncStep2 among the sent messages; 0 until it is sent. */
  #stepTwoAt = 0;
  #durableCount = 0;
  #marks = new Map<number, number>();

  /** A new connection has sent nothing yet. */
  reset(): void {
    this.#sentCount = 0;
    this.#stepTwoAt = 0;
    this.#durableCount = 0;
    this.#marks = new Map();
  }

  /** A sync message leaves; `mark` is called only when the message counts. */
  sent(kind: number | undefined, mark: () => number): void {
    this.#sentCount += 1;
    if (kind === SYNC.step2) this.#stepTwoAt = this.#sentCount;
    if (this.#stepTwoAt > 0) this.#marks.set(this.#sentCount, mark());
  }

  /** The relay has the first `count` messages on disk. Returns the mark of the last of them, if it counts. */
  confirm(count: number): number | undefined {
    this.#durableCount = count;
    const mark = this.#marks.get(count);
    for (const position of this.#marks.keys()) if (position <= count) this.#marks.delete(position);
    return mark;
  }

  /** Everything this connection has sent is confirmed, its SyncStep2 included. */
  get areComplete(): boolean {
    return this.#stepTwoAt > 0 && this.#durableCount >= this.#sentCount;
  }
}
