// Gives every imported item the id of its record: that of a record of the campaign it matches, or one derived from
// the file.
import { createNameIndex, META_ID, nameKey } from '@emberkeep/domain';
import type { ImportRun } from './import-run.ts';
import type { ImportedItem } from './imported-content.ts';

export interface ItemMatches {
  idOfItem: ReadonlyMap<ImportedItem, string>;
  /** For what refers to an item by its source. Of items with one source the first entity counts, else the first. */
  idBySource: ReadonlyMap<string, string>;
  /** Ids of records that are in the campaign already. */
  matched: ReadonlySet<string>;
}

/**
 * Matches items by our own derived id, then by the other tool's id, then by name. Each record matches one item: two
 * items of the same name stay two, except for items that change nothing of the record.
 */
export const matchItems = ({ content, known, campaignId, derive }: ImportRun): ItemMatches => {
  const names = createNameIndex(known.entities);
  const entityByExternalId = new Map(known.entities.filter((e) => e.externalId).map((e) => [e.externalId, e.id]));
  const knownIds = new Set([...known.entities, ...known.sessions, ...known.named].map((r) => r.id));
  knownIds.add(META_ID);

  const entityNamed = (name: string): string | undefined => {
    const target = names.resolve(name);
    return target.type === 'resolved' ? target.id : undefined;
  };
  const counterpartOf = ({ kind, source, externalId = source, name }: ImportedItem): string | undefined => {
    if (kind === 'entity') return entityByExternalId.get(externalId) ?? entityNamed(name);
    if (kind === 'session')
      return externalId === ''
        ? undefined
        : known.sessions.find((s) => s.externalId.normalize('NFC') === externalId)?.id;
    return known.named.find((n) => n.kind === kind && nameKey(n.name) === nameKey(name))?.id;
  };

  const taken = new Set<string>();
  const matched = new Set<string>();
  const idOfItem = new Map<ImportedItem, string>();
  const idBySource = new Map<string, string>();
  const entitySources = new Set<string>();
  const ids = { derive, campaignId, idOf: (source: string): string => idBySource.get(source) ?? '' };
  for (const item of content.things) {
    const derived =
      item.recordId?.(ids) ?? derive('import', campaignId, item.format ?? content.format, item.kind, item.source);
    const found = knownIds.has(derived) ? derived : counterpartOf(item);
    const isMatch = found !== undefined && (item.mode === 'only-new' || !taken.has(found));
    const id = isMatch ? found : derived;
    if (isMatch) matched.add(id);
    taken.add(id);
    idOfItem.set(item, id);
    const isFirstEntity = item.kind === 'entity' && !entitySources.has(item.source);
    if (isFirstEntity) entitySources.add(item.source);
    if (isFirstEntity || !idBySource.has(item.source)) idBySource.set(item.source, id);
  }
  return { idOfItem, idBySource, matched };
};
