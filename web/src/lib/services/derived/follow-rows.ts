// Keeps what a screen shows of derived rows current.
import type { Deriver } from './backlinks-deriver.ts';

/**
 * Reads now and after each row that is written, and gives every answer to `take`. One read at a time: rows that are
 * written meanwhile, 300 in a pull, lead to one more. Returns a function that ends it; nothing is taken after that.
 */
export const followRows = <T>(
  { onWritten }: Pick<Deriver, 'onWritten'>,
  read: () => Promise<T>,
  take: (answer: T) => void,
): (() => void) => {
  let isStopped = false;
  let isReading = false;
  let isOutdated = true;

  const readAll = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    while (isOutdated && !isStopped) {
      isOutdated = false;
      try {
        const answer = await read();
        if (!isStopped) take(answer);
      } catch (error) {
        console.warn('derived rows could not be read', error);
      }
    }
    isReading = false;
  };
  const stopListening = onWritten(() => {
    isOutdated = true;
    void readAll();
  });
  void readAll();

  return () => {
    isStopped = true;
    stopListening();
  };
};
