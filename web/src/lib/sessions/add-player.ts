// Adds a player by name, from the attendance of a session.
import { nameKey, PLAYER } from '@emberkeep/domain';
import { createRecord, editRecord } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showRefusal } from '#lib/records/command-feedback.ts';

/** The player who has this name, also one who had left; a new one where nobody has it; null where a toast says why there is none. */
export const addPlayer = ({ docs, live }: OpenCampaign, name: string): string | null => {
  const known = live.list(PLAYER).filter((player) => nameKey(player.name) === nameKey(name));
  const here = known.find((player) => !player.hasLeft) ?? known[0];
  if (here?.hasLeft)
    showRefusal(editRecord(docs, { doc: docs.ledger, spec: PLAYER, id: here.id, fields: { hasLeft: false } }));
  if (here) return here.id;
  const made = createRecord(docs, docs.ledger, PLAYER, { name });
  return showRefusal(made) && made.ok ? made.value : null;
};
