// Notices that this device completed a session: the moment for a backup.
import { getSession, type CampaignDocs } from '@emberkeep/store';

/** Calls `onCompleted` after it; returns a function that stops it. */
export const watchCompletion = (docs: CampaignDocs, onCompleted: () => void): (() => void) =>
  docs.onChange((changes) => {
    const isCompleted = changes.some(
      (change) =>
        change.from === 'local' &&
        change.kind === 'session' &&
        change.fields.includes('stage') &&
        getSession(docs, change.id)?.stage === 'completed',
    );
    if (isCompleted) onCompleted();
  });
