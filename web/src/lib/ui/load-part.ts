// Loads a part of the app that is fetched when it is first needed. Before the whole app is kept on the device there may be
// no network to fetch it from: then a sentence says so, and the part appears once it can be fetched.
import { m } from '#messages';
import { toasts } from './toasts.svelte.ts';

/** How long until it is tried again, ms. */
const AGAIN_MS = 3_000;

/**
 * True for an `import()` that failed, in the words of each browser and of Vite, which loads the styles of a part first. An
 * error in the code that was loaded is another.
 */
const isUnfetched = (error: unknown): boolean =>
  /dynamically imported|module script|preload CSS/i.test((error as Error | undefined)?.message ?? '');

/** Says it once, also where several parts are missing. */
const tellUnfetched = (): void => {
  const text = m.ui_loadPart_needs_a_connection();
  if (toasts.items.every((toast) => toast.text !== text)) toasts.show(text);
};

/** For `{#await loadPart(() => import(…)) then …}`. Rejects only with what the loaded code itself throws. */
export const loadPart = async <T>(load: () => Promise<T>): Promise<T> => {
  for (let isSaid = false; ; isSaid = true) {
    try {
      return await load();
    } catch (error) {
      if (!isUnfetched(error)) throw error;
      if (!isSaid) tellUnfetched();
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
};

/** Says it where an action was ended by code that could not be fetched and nothing else says so. */
export const tellOfUnfetched = (): (() => void) => {
  const listen = ({ reason }: PromiseRejectionEvent): void => void (isUnfetched(reason) && tellUnfetched());
  addEventListener('unhandledrejection', listen);
  return () => removeEventListener('unhandledrejection', listen);
};
