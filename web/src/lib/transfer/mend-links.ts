// Mends links that lead nowhere: by entities of their names, by an alias of an entity that is here, or as plain words.
import { matchRank, nameKey, type Entity, type EntityType } from '@emberkeep/domain';
import {
  createEntity,
  notesOfLinks,
  removeLinks,
  setAlias,
  type CampaignDocs,
  type DeadLink,
  type UndoableText,
} from '@emberkeep/store';
import { showDone, showDoneText, showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

type Links = readonly DeadLink[];

export interface FoundEntity {
  id: string;
  name: string;
  entityType: string;
  /** The alias that fits; empty where the name does. */
  alias: string;
}

/** At most `limit` entities whose name or an alias fits what was typed, the best first; none where nothing was typed. */
export const findEntities = (
  entities: readonly Pick<Entity, 'id' | 'name' | 'aliases' | 'entityType'>[],
  query: string,
  limit: number,
): FoundEntity[] => {
  const words = query.trim();
  if (words === '') return [];
  const rankOf = (name: string): number => (nameKey(name) === nameKey(words) ? Infinity : matchRank(name, words));
  return entities
    .map(({ id, name, aliases, entityType }) => {
      const best = [name, ...aliases].reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
      return { id, name, entityType, alias: best === name ? '' : best, rank: rankOf(best) };
    })
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => (a.rank === b.rank ? a.name.localeCompare(b.name) : b.rank - a.rank))
    .slice(0, limit)
    .map(({ rank: _, ...found }) => found);
};

export const createForLinks = (docs: CampaignDocs, links: Links, entityType: EntityType): void => {
  const count = docs.group(
    m.transfer_mendLinks_create_entities({ count: links.length }),
    () => links.filter(({ name }) => showRefusal(createEntity(docs, { name, entityType }))).length,
  );
  if (count > 0) showDone(docs, { ok: true, value: null }, m.transfer_mendLinks_created({ count }));
};

/** The names become aliases of the entity: no text changes. */
export const leadTo = (docs: CampaignDocs, links: Links, entity: { id: string; name: string }): void => {
  const isDone = docs.group(m.transfer_mendLinks_lead_to({ name: entity.name }), () =>
    links.map(({ name }) => showRefusal(setAlias(docs, entity.id, name, true))).includes(true),
  );
  if (isDone) showDone(docs, { ok: true, value: null }, m.transfer_mendLinks_lead_to_now({ name: entity.name }));
};

/** Notes that cannot be written, such as those of completed sessions, keep their links. */
export const makeWords = async (docs: CampaignDocs, links: Links): Promise<void> => {
  const names = links.map(({ name }) => name);
  const undos: UndoableText['undo'][] = [];
  let count = 0;
  for (const { ref, texts } of notesOfLinks(links)) {
    const opened = await docs.open(ref);
    if (!opened.ok) continue;
    for (const text of texts) {
      const removed = removeLinks(opened.value, text, names);
      if (!removed.ok) continue;
      count += removed.value.count;
      undos.push(removed.value.undo);
    }
    await opened.value.release();
  }
  const undo = async (): Promise<boolean> => (await Promise.all(undos.map((each) => each()))).includes(true);
  showDoneText(m.transfer_mendLinks_made_words({ count }), { undo });
};
