// Owns holding an evening's body open while a page shows it. Call while a component is made; it lets go by itself.
import { untrack } from 'svelte';
import type { CampaignDocs, OpenDocument } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';

export class HeldBody {
  body: OpenDocument | null = $state.raw(null);
  failure = $state('');
}

/** Opens the body of the session that `sessionId` gives, and another when it changes. */
export const holdBody = (docs: CampaignDocs, sessionId: () => string): HeldBody => {
  const holder = new HeldBody();
  $effect(() => {
    const wanted = sessionId();
    let held: OpenDocument | null = null;
    let gone = false;
    untrack(() => (holder.body = null));
    void docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: wanted }).then((opened) => {
      if (!opened.ok) holder.failure = sentenceFor(opened.error);
      else if (gone) void opened.value.release();
      else holder.body = held = opened.value;
    });
    return () => {
      gone = true;
      void held?.release();
    };
  });
  return holder;
};
