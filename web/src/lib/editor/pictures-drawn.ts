// Waits for the pictures of notes that are read, before they are printed.
import { tick } from 'svelte';
import { loadPart } from '#lib/ui/load-part.ts';

/** How long to wait for what draws pictures and for the disk, ms. What is not here by then is printed as its caption. */
const LIMIT_MS = 3_000;
/** How long a picture is looked for on the disk, ms, and how often. */
const READ_MS = 800;
const AGAIN_MS = 50;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const drawn = async (within: Element): Promise<void> => {
  await loadPart(() => import('./note-pictures.ts'));
  await tick();
  for (let waited = 0; waited < READ_MS && within.querySelector('.picture.missing'); waited += AGAIN_MS)
    await pause(AGAIN_MS);
  // One that cannot be decoded is printed as its caption.
  await Promise.all([...within.querySelectorAll('img')].map((img) => img.decode().catch(() => undefined)));
};

/** Resolves once the pictures of the notes within can be printed. */
export const picturesDrawn = (within: Element): Promise<void> =>
  within.querySelector('figure') ? Promise.race([drawn(within), pause(LIMIT_MS)]) : Promise.resolve();
