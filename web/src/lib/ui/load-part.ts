// Loads a part of the app that is fetched when it is first needed. Before the whole app is kept on the device there may be
// no network to fetch it from: then a sentence says so, and the part appears once it can be fetched.
import { m } from '#messages';
import { toasts } from './toasts.svelte.ts';

/** How long until it is tried again, ms. */
export const AGAIN_MS = 3_000;

/** The status of a page whose code could not be fetched, as HTTP's “service unavailable”: a network will mend it. */
export const NOT_ON_DEVICE = 503;

/**
 * True for an `import()` that failed, in the words of each browser and of Vite, which loads the styles of a part first. An
 * error in the code that was loaded is another.
 */
export const isUnfetched = (error: unknown): boolean =>
  /dynamically imported|module script|preload CSS/i.test((error as Error | undefined)?.message ?? '');

const sentence = (): string => m.ui_loadPart_needs_a_connection();

/** Why an action broke off: its code is not on this device yet, or else what `otherwise` says. */
export const reasonOf = (error: unknown, otherwise: string): string => (isUnfetched(error) ? sentence() : otherwise);

/** Says it once, also where several parts are missing. */
const tellUnfetched = (): void => {
  if (toasts.items.every((toast) => toast.text !== sentence())) toasts.show(sentence());
};

/** Takes the sentence off the screen: what it told of has come. */
const tellFetched = (): void => {
  for (const { id, text } of toasts.items) if (text === sentence()) toasts.dismiss(id);
};

/** Links of styles that were asked for again. */
const mended = new WeakSet<HTMLLinkElement>();

/** Of styles that could not be fetched there is no sheet, or one whose rules must not be read, as of another site's. */
const areHere = ({ sheet }: HTMLLinkElement): boolean => {
  try {
    return sheet !== null && sheet.cssRules.length >= 0;
  } catch {
    return false; // All styles are the app's own.
  }
};

/**
 * Fetches styles that could not be fetched: Vite asks for the styles of a part once, and would show it without them.
 * Rejects where one still cannot be had.
 */
export const fetchMissingStyles = async (): Promise<void> => {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  const missing = [...links].filter((link) => !areHere(link) && !mended.has(link));
  await Promise.all(
    missing.map(
      (link) =>
        new Promise<void>((resolve, reject) => {
          const again = link.cloneNode() as HTMLLinkElement;
          again.addEventListener('load', () => {
            mended.add(link);
            resolve();
          });
          again.addEventListener('error', () => {
            again.remove();
            reject(new Error(`Unable to preload CSS for ${again.href}`));
          });
          link.after(again);
        }),
    ),
  );
};

/** For `{#await loadPart(() => import(…)) then …}`. Rejects only with what the loaded code itself throws. */
export const loadPart = async <T>(load: () => Promise<T>): Promise<T> => {
  for (let isSaid = false; ; isSaid = true) {
    try {
      if (isSaid) await fetchMissingStyles();
      const part = await load();
      if (isSaid) tellFetched();
      return part;
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
