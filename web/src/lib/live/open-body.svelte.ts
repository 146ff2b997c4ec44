// Keeps the body of a session open while a component shows it.
import { untrack } from 'svelte';
import type { CampaignDocs, OpenDocument } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';

export class KeptBody {
  body: OpenDocument | null = $state.raw(null);
  failure = $state('');
}

/**
 * Opens the body of the session that `sessionId` gives, and another one when that changes; none while it is empty. Call
 * while a component is initialized; the body is released when the component is destroyed.
 */
export const keepBodyOpen = (docs: CampaignDocs, sessionId: () => string): KeptBody => {
  const holder = new KeptBody();
  $effect(() => {
    const wanted = sessionId();
    let held: OpenDocument | null = null;
    let isReleased = false;
    untrack(() => ([holder.body, holder.failure] = [null, '']));
    if (wanted === '') return;
    void docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: wanted }).then((opened) => {
      if (isReleased) {
        if (opened.ok) void opened.value.release();
      } else if (!opened.ok) holder.failure = sentenceFor(opened.error);
      else holder.body = held = opened.value;
    });
    return () => {
      isReleased = true;
      void held?.release();
    };
  });
  return holder;
};
