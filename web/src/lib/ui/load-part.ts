// Loads a part of the app that is fetched when it is first needed. Before the whole app is kept on the device there may be
// no network to fetch it from: then a sentence says so, and the part appears once it can be fetched.
import { m } from '#messages';
import { toasts } from './toasts.svelte.ts';

/** How long until it is tried again where no event says that the network is back, ms. */
const AGAIN_MS = 4_000;

/** What browsers say of code that they could not fetch, in their words. */
const UNFETCHED = /dynamically imported module|importing a module script failed|unable to preload/i;

/** True for the failure of an `import()`, as opposed to an error in the code that it loaded. */
export const isUnfetched = (error: unknown): boolean => error instanceof Error && UNFETCHED.test(error.message);

const untilOnline = (): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, AGAIN_MS);
    addEventListener('online', done);
  });

/** How many parts wait for the network: it is said once. */
let waiting = 0;

/** For `{#await loadPart(() => import(…)) then …}`. Rejects only with what the loaded code itself throws. */
export const loadPart = async <T>(load: () => Promise<T>): Promise<T> => {
  let isWaiting = false;
  try {
    for (;;) {
      try {
        return await load();
      } catch (error) {
        if (!isUnfetched(error)) throw error;
        if (!isWaiting && waiting++ === 0) toasts.show(m.ui_loadPart_opens_once_online());
        isWaiting = true;
        await untilOnline();
      }
    }
  } finally {
    if (isWaiting) waiting -= 1;
  }
};

/** Says a sentence where an action was ended by code that could not be fetched and nothing else says so. */
export const tellOfUnfetched = (): (() => void) => {
  const listen = ({ reason }: PromiseRejectionEvent): void => {
    if (isUnfetched(reason)) toasts.show(m.ui_loadPart_try_again_once_online());
  };
  addEventListener('unhandledrejection', listen);
  return () => removeEventListener('unhandledrejection', listen);
};
