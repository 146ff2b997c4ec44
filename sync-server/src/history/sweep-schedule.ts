// When moments are kept: it looks regularly whether a new hour has begun.
import type { History } from './history.ts';

const LOOK_MS = 10 * 60_000;

/** Sweeps regularly, one sweep at a time; returns the function that stops it. */
export const sweepRegularly = (history: History, onError: (error: Error) => void): (() => void) => {
  let running: Promise<unknown> | null = null;
  const sweep = (): void => {
    running ??= history
      .sweep()
      .catch(onError)
      .finally(() => (running = null));
  };
  const timer = setInterval(sweep, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
};
