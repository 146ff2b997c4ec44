// Joins two entities on screen: says so with an Undo, and shows the one that was kept. `name`: which name stays; the
// older entity's if left out.
import { joinEntities } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showDone } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

export const joinAndTell = async (
  { docs, live }: OpenCampaign,
  ids: readonly [string, string],
  { name, show }: { name?: string | undefined; show: (keptId: string) => void },
): Promise<void> => {
  const names = ids.map((id) => live.entity(id)?.name ?? '');
  const joined = await joinEntities(docs, ids, name === undefined ? {} : { name });
  const told =
    names[0] === names[1]
      ? m.entityViews_joinAndTell_joined_name({ name: names[0] ?? '' })
      : m.entityViews_joinAndTell_joined_two({ name: names[0] ?? '', other: names[1] ?? '' });
  if (showDone(docs, joined, told) && joined.ok) show(joined.value.keptId);
};
