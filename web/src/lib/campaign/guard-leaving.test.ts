// 17.5: a page is not left without a word while edits are still on their way to the disk.
import { expect, it, vi } from 'vitest';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { guardLeaving } from './guard-leaving.ts';

it('the browser asks while edits of this device are not on its disk, and writes them before the page goes', () => {
  const [window, document] = [new EventTarget(), new EventTarget()];
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  const retry = vi.fn();
  let hasOwnUnsaved = false;
  const campaign = { docs: { queue: { retry, hasOwnUnsaved: () => hasOwnUnsaved } } };
  const stop = guardLeaving(() => campaign as unknown as OpenCampaign); // reason: nothing else of it is read
  const asks = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(asks()).toBe(false);
  hasOwnUnsaved = true;
  expect(asks()).toBe(true);
  window.dispatchEvent(new Event('pagehide'));
  expect(retry).toHaveBeenCalledOnce();
  stop();
  expect(asks()).toBe(false);
  vi.unstubAllGlobals();
});
