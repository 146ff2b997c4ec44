// Accepting suggestions: creates what they propose, under an id derived from the suggestion. Nothing but a GM's
// decision calls this.
import {
  BULK_TYPES,
  cleanName,
  ENTITY_TYPES,
  err,
  LOG_KINDS,
  ok,
  SCENE,
  SCENE_TYPES,
  SUGGESTION,
  TONES,
  type Result,
  type Suggestion,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import {
  createEntity,
  getEntity,
  getEntityIdByName,
  setAlias,
  type EntityMissing,
  type NameTaken,
} from './entities.ts';
import { addLogEntry } from './entity-log.ts';
import { acceptedId, noteOwner, proposalOf, textOf, type Proposal } from './proposal.ts';
import { getRecord } from './read-records.ts';
import { setMember } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { createRelationship } from './relationships.ts';
import { createScene, editScene } from './scenes.ts';

/** The proposal lacks something, or names an entity that does not exist; the GM edits it first. */
export type CannotAccept = { type: 'CannotAccept'; detail: string };
/** Only log entries and entity links may be accepted in bulk (M-370, M-371). */
export type NotInBulk = { type: 'NotInBulk'; title: string };
type AcceptError = Refused | RecordMissing | CannotAccept | NameTaken | EntityMissing;

export interface AcceptOptions {
  /** What the GM changed in the proposal before accepting. */
  changes?: Readonly<Record<string, unknown>>;
  /** The existing entity that a suggested name stands for. */
  into?: string;
  /** DRAFT unless the GM is sure. */
  confidence?: 'DRAFT' | 'AUTHORITATIVE';
}

/** One suggestion on its way to being a record, with the GM's changes in `proposal`. */
interface Acceptance {
  docs: CampaignDocs;
  doc: OpenDocument;
  suggestion: Suggestion;
  proposal: Proposal;
  /** The id of the record to create. */
  id: string;
  into: string | undefined;
  confidence: 'DRAFT' | 'AUTHORITATIVE';
}

type Accepted = Result<string, AcceptError>;

/** Refusals that are no error in bulk: the suggestion can be accepted later. */
const STAYS_OPEN: readonly string[] = ['CannotAccept', 'EntityMissing'];

const entityMissing = (name: string): Result<never, CannotAccept> =>
  err({ type: 'CannotAccept', detail: `${name || 'One end'} is not an entity yet.` });

const mergeInto = ({ docs, doc, suggestion }: Acceptance, entityId: string, name: string): Accepted => {
  if (!getEntity(docs, entityId)) return err({ type: 'EntityMissing', id: entityId });
  const named = setAlias(docs, entityId, name, true);
  if (!named.ok) return named;
  const merged = editRecord(docs, { doc, spec: SUGGESTION, id: suggestion.id, fields: { state: 'merged' } });
  return merged.ok ? ok(entityId) : merged;
};

const acceptEntity = (acceptance: Acceptance): Accepted => {
  const { docs, suggestion, proposal, id, into, confidence } = acceptance;
  const name = cleanName(textOf(proposal['name']) || suggestion.title);
  if (!name) return err({ type: 'NameMissing' });
  if (into) return mergeInto(acceptance, into, name);
  const type = textOf(proposal['entityType']);
  const entityType = (ENTITY_TYPES as readonly string[]).includes(type) ? type : 'other';
  return createEntity(docs, { id, name, entityType, confidence, source: 'analysis' });
};

const acceptMention = ({ docs, doc, suggestion, proposal }: Acceptance): Accepted => {
  const entityId = textOf(proposal['entityId']);
  if (!getEntity(docs, entityId)) return err({ type: 'EntityMissing', id: entityId });
  const owner = noteOwner(doc, suggestion.note);
  // reason for the cast: both specs of noteOwner have this set
  const linked = setMember(docs, {
    doc: docs.ledger,
    spec: owner.spec,
    id: owner.id,
    field: 'entityIds' as never,
    member: entityId,
    present: true,
  });
  return linked.ok ? ok(entityId) : linked;
};

const acceptRelationship = ({ docs, proposal, id, confidence }: Acceptance): Accepted => {
  const fromId = getEntityIdByName(docs, textOf(proposal['from']));
  const toId = getEntityIdByName(docs, textOf(proposal['to']));
  if (!fromId || !toId) return entityMissing(textOf(proposal[fromId ? 'to' : 'from']));
  const tone = TONES.find((t) => t === proposal['tone']);
  return createRelationship(docs, {
    id,
    fromId,
    toId,
    relationType: textOf(proposal['relationType']) || 'knows',
    confidence,
    ...(tone ? { tone } : {}),
  });
};

const existingEntityIds = (docs: CampaignDocs, value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((id): id is string => typeof id === 'string' && getEntity(docs, id) !== null)
    : [];

const acceptScene = ({ docs, doc, suggestion, proposal, id, confidence }: Acceptance): Accepted => {
  const plannedId = textOf(proposal['sceneId']);
  // The note tells how a planned scene was played: that scene is completed, and no second one is created.
  if (plannedId && getRecord(doc, SCENE, plannedId)) {
    const completed = editScene(docs, doc, plannedId, { status: 'completed' });
    return completed.ok ? ok(plannedId) : completed;
  }
  return createScene(docs, doc, {
    id,
    title: textOf(proposal['title']) || suggestion.title,
    brief: textOf(proposal['brief']) || textOf(proposal['description']),
    sceneType: SCENE_TYPES.find((t) => t === proposal['sceneType']) ?? 'other',
    entityIds: existingEntityIds(docs, proposal['entityIds']),
    status: suggestion.note.endsWith('/actual_notes') ? 'completed' : 'planned',
    confidence,
    source: 'ai_discovered',
  });
};

const acceptLogEntry = ({ docs, doc, suggestion, proposal, id, confidence }: Acceptance): Accepted => {
  const about = textOf(proposal['about']);
  const entityId = about ? getEntityIdByName(docs, about) : '';
  if (entityId === null) return entityMissing(about);
  const sessionId = doc.ref.kind === 'session' ? doc.ref.sessionId : '';
  const input = {
    entityId,
    text: textOf(proposal['text']) || suggestion.title,
    sessionId,
    logKind: LOG_KINDS.find((k) => k === proposal['logKind']) ?? ('' as const),
    confidence,
    source: 'analysis' as const,
  };
  return addLogEntry(docs, input, { id });
};

const ACCEPT: Readonly<Record<Suggestion['suggestionType'], (acceptance: Acceptance) => Accepted>> = {
  entity_suggestion: acceptEntity,
  entity_mention: acceptMention,
  relationship_suggestion: acceptRelationship,
  scene_suggestion: acceptScene,
  log_entry: acceptLogEntry,
};

const accept = (
  docs: CampaignDocs,
  doc: OpenDocument,
  suggestion: Suggestion,
  { changes, into, confidence = 'DRAFT' }: AcceptOptions,
): Accepted => {
  const proposal = { ...proposalOf(suggestion), ...changes };
  const id = acceptedId(suggestion);
  return ACCEPT[suggestion.suggestionType]({ docs, doc, suggestion, proposal, id, into, confidence });
};

/** Creates what a suggestion proposes, as one undo step. Returns the id of the record. */
export const acceptSuggestion = (
  docs: CampaignDocs,
  doc: OpenDocument,
  suggestionId: string,
  options: AcceptOptions = {},
): Accepted => {
  const suggestion = getRecord(doc, SUGGESTION, suggestionId);
  if (!suggestion) return err({ type: 'RecordMissing', kind: 'suggestion', id: suggestionId });
  const writable = doc.writable();
  if (!writable.ok) return writable;
  return docs.group(`Accept ${suggestion.title}`.slice(0, 80), () => accept(docs, doc, suggestion, options));
};

/**
 * Accepts log entries and entity links, as one undo step. Those that are refused, because their entity does not exist
 * yet, stay open. Returns how many were accepted; an error only where none was.
 */
export const acceptInBulk = (
  docs: CampaignDocs,
  doc: OpenDocument,
  ids: readonly string[],
): Result<number, AcceptError | NotInBulk> => {
  const suggestions = ids.flatMap((id) => getRecord(doc, SUGGESTION, id) ?? []);
  const single = suggestions.find((s) => !BULK_TYPES.includes(s.suggestionType));
  if (single) return err({ type: 'NotInBulk', title: single.title });
  const writable = doc.writable();
  if (!writable.ok) return writable;
  const results = docs.group(`Accept ${suggestions.length} suggestions`, () =>
    suggestions.map((suggestion) => accept(docs, doc, suggestion, {})),
  );
  const count = results.filter((accepted) => accepted.ok).length;
  const refused = results.find((accepted) => !accepted.ok && !STAYS_OPEN.includes(accepted.error.type));
  return count === 0 && refused && !refused.ok ? refused : ok(count);
};
