// Stores what an analysis found in a note as suggestions. A suggestion's id follows from the note and from what it
// says, so two devices that analyse one note have one set of suggestions, and a dismissed one stays dismissed.
import {
  itemKey,
  nameKey,
  ok,
  relationKey,
  SUGGESTION,
  SUGGESTION_TYPES,
  type AnalysisItem,
  type Result,
  type Suggestion,
  type SuggestionType,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { getEntity } from './entities.ts';
import { getIdOfLinkedAlias, isNamedAlready } from './named-already.ts';
import { entityIdMeant } from './proposal.ts';
import { getRecord } from './read-records.ts';
import { writeNew } from './write-record.ts';
import { listRelationships } from './relationships.ts';
import { listScenes } from './scenes.ts';
import { linksOf } from './linked-entities.ts';
import { listSuggestions } from './suggestions.ts';

type Item<T extends SuggestionType> = Extract<AnalysisItem, { type: T }>;

const relationshipExists = (
  docs: CampaignDocs,
  doc: OpenDocument,
  { proposal }: Item<'relationship_suggestion'>,
): boolean => {
  const ends = [entityIdMeant(docs, doc, proposal.from), entityIdMeant(docs, doc, proposal.to)];
  const wantedKey = relationKey(proposal.relationType);
  return listRelationships(docs).some(
    (r) => ends.includes(r.fromId) && ends.includes(r.toId) && relationKey(r.relationType) === wantedKey,
  );
};

const sceneExists = (doc: OpenDocument, { proposal }: Item<'scene_suggestion'>): boolean =>
  !proposal.sceneId &&
  doc.ref.kind === 'session' &&
  listScenes(doc).some((scene) => nameKey(scene.title) === nameKey(proposal.title));

/**
 * True when the campaign needs no suggestion for this item: what it proposes exists, or what it links to does not.
 */
const isSuperfluous = (
  docs: CampaignDocs,
  doc: OpenDocument,
  item: AnalysisItem,
  isLinked: (entityId: string) => boolean,
): boolean => {
  switch (item.type) {
    case 'entity_suggestion':
      return (
        getIdOfLinkedAlias(docs, item.rule, item.proposal.name) === null &&
        (isNamedAlready(docs, item.proposal.name, item.quote) || entityIdMeant(docs, doc, item.proposal.name) !== null)
      );
    case 'relationship_suggestion':
      return relationshipExists(docs, doc, item);
    case 'scene_suggestion':
      return sceneExists(doc, item);
    case 'entity_mention':
      return getEntity(docs, item.proposal.entityId) === null || isLinked(item.proposal.entityId);
    case 'log_entry':
      return false;
  }
};

const suggestionsOf = (doc: OpenDocument, note: string): Map<string, Suggestion> =>
  new Map(
    [...doc.table('suggestion').ids()].flatMap((id) => {
      const suggestion = getRecord(doc, SUGGESTION, id);
      return suggestion?.note === note ? [[id, suggestion] as const] : [];
    }),
  );

/** Items by the id of their suggestion. Of items with one id (an entity named ten times) the first counts. */
const itemsById = (note: string, items: readonly AnalysisItem[]): Map<string, AnalysisItem> => {
  const byId = new Map<string, AnalysisItem>();
  for (const item of items) {
    const id = derivedId('suggestion', note, itemKey(item));
    if (!byId.has(id)) byId.set(id, item);
  }
  return byId;
};

const certaintyOf = (confidence: number): number => Math.round(Math.min(1, Math.max(0, confidence)) * 100);

const writeItem = (
  { docs, doc, edit, note }: { docs: CampaignDocs; doc: OpenDocument; edit: Edit; note: string },
  id: string,
  item: AnalysisItem,
): void => {
  const { type, title, quote, rule, confidence, proposal, start } = item;
  const aliasOf = item.type === 'entity_suggestion' ? getIdOfLinkedAlias(docs, rule, item.proposal.name) : null;
  const known = aliasOf === null ? null : getEntity(docs, aliasOf);
  const reason = known ? `Linked in your notes; Accept adds it to ${known.name} as an alias` : item.reason;
  writeNew(
    { docs, edit, doc, spec: SUGGESTION, id },
    {
      suggestionType: type,
      title,
      quote,
      rule,
      reason,
      certainty: certaintyOf(confidence),
      proposal,
      note,
      start: Math.max(0, Math.floor(start)),
    },
  );
};

const isUndecided = ({ state }: Suggestion): boolean => state === 'open' || state === 'withdrawn';

/** What a further analysis says of a scene that it found before: its passage may have been written on. */
const sceneFieldsOf = ({ title, reason, proposal }: Item<'scene_suggestion'>): Record<string, unknown> => ({
  title,
  reason,
  proposal,
});

export interface NoteAnalysis {
  doc: OpenDocument;
  note: string;
  items: readonly AnalysisItem[];
  /** What the analysis looked for; suggestions of other kinds are left alone. */
  kinds?: readonly SuggestionType[];
  /** A rule whose suggestions stay although nothing found them now, because its finder was not asked. */
  keeps?: string;
}

export interface AnalysisOutcome {
  /** Found now, and open. */
  open: number;
  /** Found now, but dismissed earlier. */
  dismissed: number;
}

/**
 * Stores what an analysis of one note found, as one undo step. Open suggestions that it no longer finds are
 * withdrawn; withdrawn ones that it finds again are reopened; decided ones stay as they are.
 */
export const storeAnalysis = (
  docs: CampaignDocs,
  { doc, note, items, kinds = SUGGESTION_TYPES, keeps = '' }: NoteAnalysis,
): Result<AnalysisOutcome, NotWritable> => {
  const before = suggestionsOf(doc, note);
  const found = itemsById(note, items);
  const isLinked = linksOf(docs, doc);
  const isWithdrawn = (id: string, { state, suggestionType, rule }: Suggestion): boolean =>
    state === 'open' && !found.has(id) && kinds.includes(suggestionType) && (keeps === '' || rule !== keeps);
  const written = docs.edit('Analyse notes', [doc], (edit) => {
    for (const [id, item] of found) {
      const known = before.get(id);
      if (!known) {
        if (!isSuperfluous(docs, doc, item, (entityId) => isLinked(note, entityId)))
          writeItem({ docs, doc, edit, note }, id, item);
        continue;
      }
      if (known.state === 'withdrawn') edit.set(doc, 'suggestion', id, { state: 'open' });
      if (known.start !== item.start) edit.set(doc, 'suggestion', id, { start: item.start });
      // The place where a name stood may be gone, or have become another's.
      if (item.type === 'entity_suggestion' && known.quote !== item.quote)
        edit.set(doc, 'suggestion', id, { quote: item.quote });
      if (item.type === 'scene_suggestion' && isUndecided(known)) edit.set(doc, 'suggestion', id, sceneFieldsOf(item));
    }
    for (const [id, known] of before)
      if (isWithdrawn(id, known)) edit.set(doc, 'suggestion', id, { state: 'withdrawn' });
  });
  if (!written.ok) return written;
  return ok({
    open: listSuggestions(docs, doc, note).filter(({ id }) => found.has(id)).length,
    dismissed: [...found.keys()].filter((id) => before.get(id)?.state === 'dismissed').length,
  });
};
