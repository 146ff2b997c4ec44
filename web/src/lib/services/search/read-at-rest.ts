// Lets the larger search model, if this device has one, read the campaign while no session is played.
import type { Device } from '#lib/device/device.svelte.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';
import type { LargerModel } from './larger-model.svelte.ts';

export interface ReadingDeps {
  device: Device;
  index: CampaignIndex;
  /** Loads the model's code and the one chosen on this device. */
  loadModel(): Promise<LargerModel>;
  /** True while a session is played on screen: the model must not slow the tablet down then. */
  isPlaying(): boolean;
}

/** Gives a function that stops it. Code that cannot be loaded is tried again with the next index. */
export const readAtRest = ({ device, index, loadModel, isPlaying }: ReadingDeps): (() => void) => {
  let reader: { stop(): void } | null = null;
  let isStopped = false;
  const start = async (): Promise<void> => {
    if (!(await device.settings.get('model')) || isStopped) return;
    const [model, { ModelReader }] = await Promise.all([loadModel(), import('./model-reader.ts')]);
    if (!isStopped) reader = new ModelReader(index, model, isPlaying);
  };
  // Code that cannot be loaded now is loaded at the next start; until then search ranks without the larger model.
  void start().catch(() => undefined);
  return () => {
    isStopped = true;
    reader?.stop();
  };
};
