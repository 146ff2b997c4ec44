// A version of the notes that changes only after a pause in typing, for views that read whole notes beside the one
// being written.
import type { LiveCampaign } from './live-campaign.svelte.ts';

/** How long no note may change before the version does, ms. Views are late by this much. */
const REST_MS = 300;

/** Call while a component is initialized; it stops when the component is destroyed. */
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
