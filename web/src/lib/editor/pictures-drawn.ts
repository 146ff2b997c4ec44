// Waits for the pictures of notes that are read, before they are printed.
import { tick } from 'svelte';
import { loadPart } from '#lib/ui/load-part.ts';

/** How long to wait for what draws pictures and for the disk, ms. What is not here by then is printed as its caption. */
const LIMIT_MS = 3_000;

/** A figure whose picture is not drawn yet, and a picture that the disk has not answered for. */
const UNREAD = 'figure:not(:has(.picture)), .picture[data-reading]';

/** Resolves once every picture within is read or known to be missing, or when `limit` is aborted. */
const allRead = (within: Element, limit: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect();
      resolve();
    };
    const endWhenRead = (): void => {
      if (!within.querySelector(UNREAD)) end();
    };
    const observer = new MutationObserver(endWhenRead);
    observer.observe(within, { subtree: true, childList: true, attributeFilter: ['data-reading'] });
    limit.addEventListener('abort', end, { once: true });
    endWhenRead();
  });

const drawn = async (within: Element, limit: AbortSignal): Promise<void> => {
  await loadPart(() => import('./note-pictures.ts'));
  await tick();
  await allRead(within, limit);
  // One that cannot be decoded is printed as its caption.
  await Promise.all([...within.querySelectorAll('img')].map((img) => img.decode().catch(() => undefined)));
};

/** Resolves once the pictures of the notes within can be printed. */
export const picturesDrawn = (within: Element): Promise<void> => {
  if (!within.querySelector('figure')) return Promise.resolve();
  const limit = AbortSignal.timeout(LIMIT_MS);
  const late = new Promise<void>((resolve) => limit.addEventListener('abort', () => resolve(), { once: true }));
  return Promise.race([drawn(within, limit), late]);
};
