// The model server's answer on its way to the caller: cut at a largest size, and reported when it is over.

/** Longest answer, bytes. */
const ANSWER_MAX = 2 * 1024 * 1024;

/** Passes bytes through up to the limit, then ends the stream and calls `onExceeded`. */
const limitBytes = (onExceeded: () => void): TransformStream<Uint8Array, Uint8Array> => {
  let passed = 0;
  return new TransformStream({
    transform: (piece, controller) => {
      passed += piece.byteLength;
      if (passed <= ANSWER_MAX) return controller.enqueue(piece);
      controller.terminate();
      onExceeded();
    },
  });
};

/** `onOver` runs once the answer is read, has failed or is cancelled; `abort` stops the upstream. */
export const limitAnswer = (
  body: ReadableStream<Uint8Array>,
  { onOver, abort }: { onOver(): void; abort(): void },
): ReadableStream<Uint8Array> => {
  const reader = body.pipeThrough(limitBytes(abort)).getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        onOver();
        controller.close();
      } catch (error) {
        onOver();
        controller.error(error);
      }
    },
    cancel: () => {
      onOver();
      abort();
    },
  });
};
