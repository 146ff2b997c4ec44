// Lets the larger model for search, where one is on this device, read the campaign while nobody plays.
import type { Device } from '#lib/device/device.svelte.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';
import type { LargerModel } from './larger-model.svelte.ts';

export interface ReadingDeps {
  device: Device;
  index: CampaignIndex;
  /** Loads the model's code and the choice of this device. */
  loadModel(): Promise<LargerModel>;
  /** A session is being played on screen: the model must not take the tablet's time. */
  isPlaying(): boolean;
}

/** Gives what stops it. Code that cannot be loaded is asked for again with the next index. */
export const readAtRest = ({ device, index, loadModel, isPlaying }: ReadingDeps): (() => void) => {
  let reader: { stop(): void } | null = null;
  let isStopped = false;
  const start = async (): Promise<void> => {
    if (!(await device.settings.get('model')) || isStopped) return;
    const [model, { ModelReader }] = await Promise.all([loadModel(), import('./model-reader.ts')]);
    if (!isStopped) reader = new ModelReader(index, model, isPlaying);
  };
  void start().catch(() => undefined);
  return () => {
    isStopped = true;
    reader?.stop();
  };
};
