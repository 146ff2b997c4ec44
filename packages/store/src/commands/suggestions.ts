// Owns the GM's word on suggestions, and what an analysis leaves behind. An item's id follows from the text it was read
// from and from what it says, so two devices that analyse one note have one set of suggestions, and one that was dismissed
// stays so. Accepting makes the record under an id derived from the suggestion, so that two GMs who accept one offline
// make one record; "accepted" is derived from that record being there.
import {
  BULK_TYPES,
  CHAPTER,
  cleanName,
  ENTITY,
  ENTITY_LOG,
  ENTITY_TYPES,
  err,
  itemKey,
  LOG_KINDS,
  nameKey,
  ok,
  RELATIONSHIP,
  relationKey,
  SCENE,
  SCENE_TYPES,
  SESSION,
  SUGGESTION,
  SUGGESTION_TYPES,
  TONES,
  type AnalysisItem,
  type Result,
  type Suggestion,
  type SuggestionType,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { derivedId } from '../derived-id.ts';
import { gameTimeNow } from './campaigns.ts';
import { createEntity, getEntity, nameIndexOf, setAlias, type EntityMissing, type NameTaken } from './entities.ts';
import {
  createRecord,
  editRecord,
  getRecord,
  listRecords,
  setMember,
  writeNew,
  type Listed,
  type RecordMissing,
  type Refused,
  type Spec,
} from './records.ts';
import { createRelationship, listRelationships } from './relationships.ts';
import { createScene, editScene, listScenes } from './scenes.ts';

/** The proposal lacks something or names somebody who is not there; the GM edits it first. */
export type CannotAccept = { type: 'CannotAccept'; detail: string };
/** Only log entries and entity links may be accepted many at a time (M-370, M-371). */
export type NotInBulk = { type: 'NotInBulk'; title: string };
type AcceptError = Refused | RecordMissing | CannotAccept | NameTaken | EntityMissing;

/** Where an accepted suggestion's record is. */
export const acceptedId = (suggestion: Pick<Suggestion, 'id'>): string => derivedId('accepted', suggestion.id);

/** The record that entity links of a text go to: its evening, or its chapter. */
const ownerOf = (doc: OpenDocument, note: string): { spec: Spec; id: string } =>
  doc.ref.kind === 'session'
    ? { spec: SESSION, id: doc.ref.sessionId }
    : { spec: CHAPTER, id: note.split('/')[0] ?? '' };

const proposalOf = (suggestion: Pick<Suggestion, 'proposal'>): Record<string, unknown> =>
  (typeof suggestion.proposal === 'object' && suggestion.proposal !== null ? suggestion.proposal : {}) as Record<
    string,
    unknown
  >;
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const linkedIn = (docs: CampaignDocs, doc: OpenDocument, note: string): readonly string[] => {
  const { spec, id } = ownerOf(doc, note);
  return (
    ((getRecord(docs.ledger, spec, id) as Record<string, unknown> | null)?.['entityIds'] as
      readonly string[] | undefined) ?? []
  );
};

const isAccepted = (docs: CampaignDocs, doc: OpenDocument, s: Suggestion): boolean => {
  if (s.suggestionType === 'entity_mention')
    return linkedIn(docs, doc, s.note).includes(textOf(proposalOf(s)['entityId']));
  const id = acceptedId(s);
  const planned = s.suggestionType === 'scene_suggestion' && textOf(proposalOf(s)['sceneId']);
  if (planned && getRecord(doc, SCENE, planned)?.status === 'completed') return true;
  return (
    [ENTITY, RELATIONSHIP, ENTITY_LOG].some((spec) => getRecord(docs.ledger, spec as Spec, id)) ||
    getRecord(doc, SCENE, id) !== null
  );
};

/** Open ones in the order of the text; what was dismissed, and what was accepted and is still there, is left out. `note` narrows to one text. */
export const listSuggestions = (docs: CampaignDocs, doc: OpenDocument, note?: string): Listed<typeof SUGGESTION>[] =>
  listRecords(doc, SUGGESTION)
    .filter((s) => s.state === 'open' && (note === undefined || s.note === note) && !isAccepted(docs, doc, s))
    .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));

// What the campaign knows already needs no suggestion.
const isThere = (docs: CampaignDocs, doc: OpenDocument, item: AnalysisItem): boolean => {
  const names = nameIndexOf(docs);
  const idOf = (name: string): string | null => {
    const target = names.resolve(name);
    return target.type === 'resolved' ? target.id : null;
  };
  switch (item.type) {
    case 'entity_suggestion':
      return names.resolve(item.proposal.name).type !== 'missing';
    case 'relationship_suggestion': {
      const ends = [idOf(item.proposal.from), idOf(item.proposal.to)];
      return listRelationships(docs).some(
        (t) =>
          ends.includes(t.fromId) &&
          ends.includes(t.toId) &&
          relationKey(t.relationType) === relationKey(item.proposal.relationType),
      );
    }
    case 'scene_suggestion':
      return (
        !item.proposal.sceneId &&
        doc.ref.kind === 'session' &&
        listScenes(doc).some((s) => nameKey(s.title) === nameKey(item.proposal.title))
      );
    case 'entity_mention':
      return getEntity(docs, item.proposal.entityId) === null;
    case 'log_entry':
      return false;
  }
};

export interface AnalysisOutcome {
  /** Found now and waiting for a word. */
  open: number;
  /** Found now, and said no to before. */
  dismissed: number;
}

/** Writes what an analysis of one text found; one step of undo. What it no longer finds is withdrawn, nothing that was decided comes back. `kinds`: what was looked for; others are left as they are. `keeps`: the rule whose items stay though nobody found them now, because whoever finds them was not asked. */
export const recordAnalysis = (
  docs: CampaignDocs,
  doc: OpenDocument,
  note: string,
  items: readonly AnalysisItem[],
  kinds: readonly SuggestionType[] = SUGGESTION_TYPES,
  keeps = '',
): Result<AnalysisOutcome, NotWritable> => {
  const idOf = (item: AnalysisItem): string => derivedId('suggestion', note, itemKey(item));
  const before = new Map(
    [...doc.table('suggestion').ids()].flatMap((id) => {
      const record = getRecord(doc, SUGGESTION, id);
      return record?.note === note ? [[id, record] as const] : [];
    }),
  );
  const found = new Map<string, AnalysisItem>();
  // Somebody named ten times is one link, at the first place.
  for (const item of items) if (!found.has(idOf(item))) found.set(idOf(item), item);
  const written = docs.edit('Analyse notes', [doc], (edit) => {
    for (const [id, item] of found) {
      const known = before.get(id);
      if (!known) {
        if (isThere(docs, doc, item)) continue;
        const { type, title, quote, rule, reason, confidence, proposal, start } = item;
        writeNew(docs, edit, doc, SUGGESTION, id, {
          suggestionType: type,
          title,
          quote,
          rule,
          reason,
          certainty: Math.round(Math.min(1, Math.max(0, confidence)) * 100),
          proposal,
          note,
          start: Math.max(0, Math.floor(start)),
        });
      } else {
        if (known.state === 'withdrawn') edit.set(doc, 'suggestion', id, { state: 'open' });
        if (known.start !== item.start) edit.set(doc, 'suggestion', id, { start: item.start });
      }
    }
    for (const [id, known] of before)
      if (
        known.state === 'open' &&
        !found.has(id) &&
        kinds.includes(known.suggestionType) &&
        (keeps === '' || known.rule !== keeps)
      )
        edit.set(doc, 'suggestion', id, { state: 'withdrawn' });
  });
  if (!written.ok) return written;
  return ok({
    open: listSuggestions(docs, doc, note).length,
    dismissed: [...found.keys()].filter((id) => before.get(id)?.state === 'dismissed').length,
  });
};

/** `changes` are the GM's words over the proposal's: edit, then accept. `into`: it is somebody who is there already. `confidence`: DRAFT unless the GM is sure. */
export interface AcceptOptions {
  changes?: Readonly<Record<string, unknown>>;
  into?: string;
  confidence?: 'DRAFT' | 'AUTHORITATIVE';
}

/** Makes what a suggestion proposes, as one step of undo. Nothing but the GM's tap calls this. Gives the id of the record. */
export const acceptSuggestion = (
  docs: CampaignDocs,
  doc: OpenDocument,
  suggestionId: string,
  options: AcceptOptions = {},
): Result<string, AcceptError> => {
  const suggestion = getRecord(doc, SUGGESTION, suggestionId);
  if (!suggestion) return err({ type: 'RecordMissing', kind: 'suggestion', id: suggestionId });
  const writable = doc.writable();
  if (!writable.ok) return writable;
  return docs.group(`Accept ${suggestion.title}`.slice(0, 80), () => accept(docs, doc, suggestion, options));
};

const accept = (
  docs: CampaignDocs,
  doc: OpenDocument,
  suggestion: Suggestion,
  { changes, into, confidence = 'DRAFT' }: AcceptOptions,
): Result<string, AcceptError> => {
  const id = acceptedId(suggestion);
  const proposal = { ...proposalOf(suggestion), ...changes };
  const sessionId = doc.ref.kind === 'session' ? doc.ref.sessionId : '';
  const resolve = (name: string): string | null => {
    const target = nameIndexOf(docs).resolve(name);
    return target.type === 'resolved' ? target.id : null;
  };
  switch (suggestion.suggestionType) {
    case 'entity_suggestion': {
      const name = cleanName(textOf(proposal['name']) || suggestion.title);
      if (!name) return err({ type: 'NameMissing' });
      if (into) {
        if (!getEntity(docs, into)) return err({ type: 'EntityMissing', id: into });
        const named = setAlias(docs, into, name, true);
        if (!named.ok) return named;
        const merged = editRecord(docs, doc, SUGGESTION, suggestion.id, { state: 'merged' });
        return merged.ok ? ok(into) : merged;
      }
      const type = textOf(proposal['entityType']);
      return createEntity(docs, {
        id,
        name,
        entityType: (ENTITY_TYPES as readonly string[]).includes(type) ? type : 'other',
        confidence,
        source: 'analysis',
      });
    }
    case 'entity_mention': {
      const entityId = textOf(proposal['entityId']);
      if (!getEntity(docs, entityId)) return err({ type: 'EntityMissing', id: entityId });
      const { spec, id: owner } = ownerOf(doc, suggestion.note);
      const linked = setMember(docs, docs.ledger, spec, owner, 'entityIds' as never, entityId, true); // reason: both specs of ownerOf have this set
      return linked.ok ? ok(entityId) : linked;
    }
    case 'relationship_suggestion': {
      const [from, to] = [resolve(textOf(proposal['from'])), resolve(textOf(proposal['to']))];
      if (!from || !to)
        return err({
          type: 'CannotAccept',
          detail: `${textOf(proposal[from ? 'to' : 'from']) || 'One end'} is not an entity yet.`,
        });
      const tone = TONES.find((t) => t === proposal['tone']);
      return createRelationship(docs, {
        id,
        fromId: from,
        toId: to,
        relationType: textOf(proposal['relationType']) || 'knows',
        confidence,
        ...(tone ? { tone } : {}),
      });
    }
    case 'scene_suggestion': {
      const title = textOf(proposal['title']) || suggestion.title;
      const planned = textOf(proposal['sceneId']);
      if (planned && getRecord(doc, SCENE, planned)) {
        const settled = editScene(docs, doc, planned, { status: 'completed' });
        return settled.ok ? ok(planned) : settled;
      }
      const entityIds = Array.isArray(proposal['entityIds'])
        ? proposal['entityIds'].filter((e): e is string => typeof e === 'string' && getEntity(docs, e) !== null)
        : [];
      return createScene(docs, doc, {
        id,
        title,
        brief: textOf(proposal['brief']) || textOf(proposal['description']),
        sceneType: SCENE_TYPES.find((t) => t === proposal['sceneType']) ?? 'other',
        entityIds,
        status: suggestion.note.endsWith('/actual_notes') ? 'completed' : 'planned',
        confidence,
        source: 'ai_discovered',
      });
    }
    case 'log_entry': {
      const about = textOf(proposal['about']);
      const entityId = about ? resolve(about) : '';
      if (entityId === null) return err({ type: 'CannotAccept', detail: `${about} is not an entity yet.` });
      return createRecord(
        docs,
        docs.ledger,
        ENTITY_LOG,
        {
          entityId,
          text: textOf(proposal['text']) || suggestion.title,
          sessionId,
          chapterId: getRecord(docs.ledger, SESSION, sessionId)?.chapterId ?? '',
          occurredAt: gameTimeNow(docs),
          logKind: LOG_KINDS.find((k) => k === proposal['logKind']) ?? '',
          confidence,
          source: 'analysis',
        },
        { id },
      );
    }
  }
};

/** Log entries and entity links only, all or none, one step of undo. Those whose entity is not there yet stay open; gives how many were accepted. */
export const acceptInBulk = (
  docs: CampaignDocs,
  doc: OpenDocument,
  ids: readonly string[],
): Result<number, AcceptError | NotInBulk> => {
  const suggestions = ids.flatMap((id) => getRecord(doc, SUGGESTION, id) ?? []);
  const high = suggestions.find((s) => !BULK_TYPES.includes(s.suggestionType));
  if (high) return err({ type: 'NotInBulk', title: high.title });
  const writable = doc.writable();
  if (!writable.ok) return writable;
  return docs.group(`Accept ${suggestions.length} suggestions`, () => {
    let count = 0;
    for (const suggestion of suggestions) {
      const accepted = accept(docs, doc, suggestion, {});
      if (accepted.ok) count += 1;
      else if (accepted.error.type !== 'CannotAccept' && accepted.error.type !== 'EntityMissing') return accepted;
    }
    return ok(count);
  });
};

/** Dismissed stays dismissed; undo brings it back. */
export const dismissSuggestion = (
  docs: CampaignDocs,
  doc: OpenDocument,
  id: string,
): Result<void, NotWritable | Refused | RecordMissing> =>
  editRecord(docs, doc, SUGGESTION, id, { state: 'dismissed' }, 'Dismiss suggestion');
