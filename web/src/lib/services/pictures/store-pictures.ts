// Stores the pictures that a GM chooses. Until they are stored the campaign stays open, and a page that is left asks.
import type { Result } from '@emberkeep/domain';
import { getDevice } from '#lib/device/device.svelte.ts';
import { attempt } from '#lib/services/attempt.ts';
import { loadPart } from '#lib/ui/load-part.ts';
import type { Attaching } from './attach-pictures.ts';

/**
 * Runs `store` with what draws and stores pictures, and ends that afterwards. `isForNotes`: drawn as large as notes show
 * them. Whatever `store` needs of the screen is to be read before: the screen may show something else meanwhile.
 */
export const storePictures = <T, E extends { type: string }>(
  campaignId: string,
  { isForNotes = false }: { isForNotes?: boolean },
  store: (attaching: Attaching) => Promise<Result<T, E>>,
): ReturnType<typeof attempt<T, E>> =>
  getDevice().writes.run(campaignId, () =>
    attempt(async () => {
      const { Attaching, NOTE_SIDE } = await loadPart(() => import('./attach-pictures.ts'));
      const attaching = new Attaching(getDevice().db, undefined, isForNotes ? NOTE_SIDE : undefined);
      try {
        return await store(attaching);
      } finally {
        attaching.stop();
      }
    }),
  );
