// Rewrites the links that still use an old name of an entity, in every document that has one.
import { readRoom, type Entity } from '@emberkeep/domain';
import { updateLinks, type Backlink, type CampaignDocs, type UndoableText } from '@emberkeep/store';

/** Returns how many links were rewritten and the undo of all of them. Notes that cannot be written are skipped. */
export const updateBacklinks = async (
  docs: CampaignDocs,
  backlinks: readonly Backlink[],
  entity: Pick<Entity, 'name' | 'aliases'>,
): Promise<UndoableText & { count: number }> => {
  let count = 0;
  const undos: UndoableText['undo'][] = [];
  for (const room of new Set(backlinks.map((b) => b.room))) {
    const ref = readRoom(room);
    const opened = ref ? await docs.open(ref) : null;
    if (!opened?.ok) continue;
    for (const text of new Set(backlinks.filter((b) => b.room === room).map((b) => b.text))) {
      const result = updateLinks(opened.value, text, entity.aliases, entity.name);
      if (!result.ok) continue;
      count += result.value.count;
      undos.push(result.value.undo);
    }
    await opened.value.release();
  }
  return { count, undo: async () => (await Promise.all(undos.map((undo) => undo()))).includes(true) };
};
