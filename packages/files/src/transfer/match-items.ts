// Gives every imported item the id of its record: that of a record of the campaign it matches, or one derived from
// the file.
import { createNameIndex, nameKey } from '@emberkeep/domain';
import type { ImportRun } from './import-run.ts';
import type { ImportedItem } from './imported-content.ts';

export interface ItemMatches {
  idBySource: ReadonlyMap<string, string>;
  /** Ids of records that are in the campaign already. */
  matched: ReadonlySet<string>;
}

/**
 * Matches items by our own derived id, then by the other tool's id, then by name. Each record matches one item: two
 * items of the same name stay two.
 */
export const matchItems = ({ content, known, campaignId, derive }: ImportRun): ItemMatches => {
  const names = createNameIndex(known.entities);
  const entityByExternalId = new Map(known.entities.filter((e) => e.externalId).map((e) => [e.externalId, e.id]));
  const knownIds = new Set([...known.entities, ...known.sessions, ...known.named].map((r) => r.id));

  const entityNamed = (name: string): string | undefined => {
    const target = names.resolve(name);
    return target.type === 'resolved' ? target.id : undefined;
  };
  const counterpartOf = ({ kind, source, name }: ImportedItem): string | undefined => {
    if (kind === 'entity') return entityByExternalId.get(source) ?? entityNamed(name);
    if (kind === 'session') return known.sessions.find((s) => s.externalId === source)?.id;
    return known.named.find((n) => n.kind === kind && nameKey(n.name) === nameKey(name))?.id;
  };

  const taken = new Set<string>();
  const matched = new Set<string>();
  const idBySource = new Map<string, string>();
  for (const item of content.things) {
    const derived = derive('import', campaignId, content.format, item.kind, item.source);
    const found = knownIds.has(derived) ? derived : counterpartOf(item);
    const isMatch = found !== undefined && !taken.has(found);
    const id = isMatch ? found : derived;
    if (isMatch) matched.add(id);
    taken.add(id);
    idBySource.set(item.source, id);
  }
  return { idBySource, matched };
};
