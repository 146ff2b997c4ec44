// Adds a player by name, from the attendance of a session.
import { nameKey, PLAYER } from '@emberkeep/domain';
import { createRecord } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showRefusal } from '#lib/records/command-feedback.ts';

/** The player who has this name, a new one where nobody has it; null where a toast says why there is none. */
export const addPlayer = ({ docs, live }: OpenCampaign, name: string): string | null => {
  const known = live.list(PLAYER).find((player) => !player.hasLeft && nameKey(player.name) === nameKey(name));
  if (known) return known.id;
  const made = createRecord(docs, docs.ledger, PLAYER, { name });
  return showRefusal(made) && made.ok ? made.value : null;
};
