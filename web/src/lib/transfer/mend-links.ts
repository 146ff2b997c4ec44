// Mends links that lead nowhere: by entities of their names, by an alias of an entity that is here, or as plain words.
import { compareNames, nameKey, type Entity, type EntityType } from '@emberkeep/domain';
import {
  createEntity,
  notesOfLinks,
  removeLinks,
  setAlias,
  type CampaignDocs,
  type DeadLink,
  type UndoableText,
} from '@emberkeep/store';
import { rankEntities } from '#lib/records/rank-entities.ts';
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

/**
 * At most `limit` entities whose name or an alias fits what was typed, as `[[` ranks them, the exact name first; none
 * where nothing was typed.
 */
export const findEntities = (
  entities: readonly Pick<Entity, 'id' | 'name' | 'aliases' | 'entityType'>[],
  query: string,
  limit: number,
): FoundEntity[] => {
  const key = nameKey(query.trim());
  if (key === '') return [];
  const byName = entities.toSorted((a, b) => compareNames(a.name, b.name));
  const exact = byName.flatMap((entity) => {
    const name = [entity.name, ...entity.aliases].find((each) => nameKey(each) === key);
    return name === undefined ? [] : [{ entity, via: name === entity.name ? null : name }];
  });
  const exactIds = new Set(exact.map(({ entity }) => entity.id));
  const others = rankEntities(byName, query, limit + exact.length).filter(({ entity }) => !exactIds.has(entity.id));
  return [...exact, ...others]
    .slice(0, limit)
    .map(({ entity: { id, name, entityType }, via }) => ({ id, name, entityType, alias: via ?? '' }));
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

/**
 * Notes that cannot be written, such as those of completed sessions, keep their links. `onUndone` is called once the
 * links are back.
 */
export const makeWords = async (docs: CampaignDocs, links: Links, onUndone: () => void): Promise<void> => {
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
  const undo = async (): Promise<boolean> => {
    const isUndone = (await Promise.all(undos.map((each) => each()))).includes(true);
    onUndone();
    return isUndone;
  };
  showDoneText(m.transfer_mendLinks_made_words({ count }), { undo });
};
