// Lets the sentence models of this device read the campaign while no session is played: the one that ships with the app,
// and a larger one where one was chosen.
import { later } from '#lib/device/timers.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';
import { keepAtRest } from './keep-at-rest.ts';
import type { LargerModel } from './larger-model.svelte.ts';
import type { ShippedMeaning } from './shipped-meaning.svelte.ts';

export interface ReadingDeps {
  device: Device;
  index: CampaignIndex;
  /** Loads the code of the model that ships with the app. */
  shippedMeaning(): Promise<ShippedMeaning>;
  /** Loads the larger model's code and the one chosen on this device. */
  largerModel(): Promise<LargerModel>;
  /** True while a session is played on screen: a model must not slow the tablet down then. */
  isPlaying(): boolean;
}

/** Gives a function that stops it. Code that cannot be loaded is tried again with the next index. */
export const readAtRest = (deps: ReadingDeps): (() => void) => {
  const { device, index, shippedMeaning, largerModel, isPlaying } = deps;
  const stopKeeping = keepAtRest({ index, isPlaying, later, page: document });
  let reader: { stop(): void } | null = null;
  let isStopped = false;
  const start = async (): Promise<void> => {
    const hasLarger = Boolean(await device.settings.get('model'));
    const [shipped, larger, { ModelReader }, { deleteOtherVectors }] = await Promise.all([
      shippedMeaning(),
      hasLarger ? largerModel() : null,
      import('./model-reader.ts'),
      import('./vector-cache.ts'),
    ]);
    if (isStopped) return;
    const models = larger ? [shipped, larger] : [shipped];
    reader = new ModelReader(index, models, isPlaying);
    index.useMeaning(shipped);
    await deleteOtherVectors(
      device.db,
      models.map(({ id }) => id),
    );
  };
  // Code that cannot be loaded now is loaded at the next start; until then search goes on by words.
  void start().catch(() => undefined);
  return () => {
    isStopped = true;
    stopKeeping();
    reader?.stop();
  };
};
