// Owns a version of the notes that waits until nobody types: for views that read whole notes and stand beside one that is
// being written. Call while a component is made; it stops by itself.
import type { LiveCampaign } from './live-campaign.svelte.ts';

/** How long the notes must rest, ms: a view beside the writing may be this late. */
const REST_MS = 300;

export const settledNotes = (live: LiveCampaign): { readonly version: number } => {
  let version = $state(0);
  $effect(() => {
    const now = live.noteVersion();
    const timer = setTimeout(() => (version = now), REST_MS);
    return () => clearTimeout(timer);
  });
  return {
    get version() {
      return version;
    },
  };
};
