// The open suggestions of a note, read so that a component sees every change to them.
import { listSuggestions, type OpenDocument } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

/** What a suggestion is made of or settled by. */
const KINDS = ['suggestion', 'entity', 'relationship', 'entityLog', 'scene', 'session', 'chapter'] as const;

/** Tracked by the effect or derived value that calls it. */
export const watchedSuggestions = (
  { docs, live }: OpenCampaign,
  document: OpenDocument,
  note: string | undefined,
): ReturnType<typeof listSuggestions> => {
  for (const kind of KINDS) live.version(kind);
  return listSuggestions(docs, document, note);
};
