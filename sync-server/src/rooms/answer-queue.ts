// One answer to a SyncStep1 at a time for each connection: what arrives meanwhile is answered together, by its latest
// state vector, after a pause that keeps a flooding connection to a small share of the relay's time.

/** After an answer that took t ms, the next one of the same connection waits this many times t. */
const PAUSE_FACTOR = 4;
const MAX_PAUSE_MS = 5000;

export interface Step1 {
  /** The how-manieth sync message of its connection this is. */
  number: number;
  vector: Uint8Array;
}

export interface AnswerQueueDeps {
  /** Answers a state vector and acknowledges the messages with these numbers. Never rejects. */
  answer(vector: Uint8Array, numbers: readonly number[]): Promise<void>;
  nowMs(): number;
  later(ms: number, run: () => void): void;
}

/** Returns the function to call for each SyncStep1 of one connection. */
export const createAnswerQueue = ({ answer, nowMs, later }: AnswerQueueDeps): ((step1: Step1) => void) => {
  let isBusy = false;
  let waiting: { vector: Uint8Array; numbers: number[] } | null = null;

  const run = async (vector: Uint8Array, numbers: readonly number[]): Promise<void> => {
    isBusy = true;
    const startedAt = nowMs();
    await answer(vector, numbers);
    const pause = Math.min(MAX_PAUSE_MS, (nowMs() - startedAt) * PAUSE_FACTOR);
    later(pause, () => {
      isBusy = false;
      const next = waiting;
      waiting = null;
      if (next) void run(next.vector, next.numbers);
    });
  };

  return ({ number, vector }) => {
    if (!isBusy) return void run(vector, [number]);
    waiting ??= { vector, numbers: [] };
    waiting.vector = vector;
    waiting.numbers.push(number);
  };
};
