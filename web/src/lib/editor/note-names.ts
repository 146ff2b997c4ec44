// The names that a note read-only draws its links with.
import type { LinkTarget } from '@emberkeep/domain';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';

export interface NoteNames {
  resolve(name: string): LinkTarget;
  /** Empty for an entity that the reader does not know. */
  nameOf(id: string): string;
  /** Type of an entity, whose colour its links have. */
  typeOf(id: string): string;
}

export const namesOf = (live: LiveCampaign): NoteNames => ({
  resolve: (name) => live.names.resolve(name),
  nameOf: (id) => live.entity(id)?.name ?? '',
  typeOf: (id) => live.entity(id)?.entityType ?? 'other',
});
