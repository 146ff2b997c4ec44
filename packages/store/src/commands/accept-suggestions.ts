// Accepting suggestions: creates what they propose, under an id derived from the suggestion. Nothing but a GM's
// decision calls this.
import {
  BULK_TYPES,
  cleanName,
  ENTITY_TYPES,
  err,
  LOG_KINDS,
  ok,
  SUGGESTION,
  TONES,
  type Result,
  type Suggestion,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { acceptScene, addToScenes } from './accept-scene.ts';
import type { Acceptance, Accepted, AcceptError, CannotAccept } from './acceptance.ts';
import { createEntity, getEntity, setAlias } from './entities.ts';
import { addLogEntry } from './entity-log.ts';
import { joinedId } from './joins.ts';
import { getIdOfLinkedAlias } from './named-already.ts';
import { acceptedId, entityIdMeant, noteOwner, proposalOf, suggestedName, textOf } from './proposal.ts';
import { getRecord } from './read-records.ts';
import { setMember } from './record-groups.ts';
import { editRecord } from './records.ts';
import { createRelationship } from './relationships.ts';
import { logNote } from './session-note.ts';

export type { CannotAccept };

/** Only log entries and entity links may be accepted in bulk (M-370, M-371). */
export type NotInBulk = { type: 'NotInBulk'; title: string };

export interface AcceptOptions {
  /** What the GM changed in the proposal before accepting. */
  changes?: Readonly<Record<string, unknown>>;
  /** The existing entity that a suggested name stands for. */
  into?: string;
  /** DRAFT unless the GM is sure. */
  confidence?: 'DRAFT' | 'AUTHORITATIVE';
}

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
  const { docs, doc, suggestion, proposal, id, confidence } = acceptance;
  const name = cleanName(textOf(proposal['name']) || suggestion.title);
  if (!name) return err({ type: 'NameMissing' });
  const type = textOf(proposal['entityType']);
  const entityType = (ENTITY_TYPES as readonly string[]).includes(type) ? type : 'other';
  const into = acceptance.into || getIdOfLinkedAlias(docs, suggestion.rule, name);
  const accepted = into
    ? mergeInto(acceptance, into, name)
    : createEntity(docs, { id, name, entityType, confidence, source: 'analysis' });
  if (accepted.ok) addToScenes(docs, doc, accepted.value, [suggestedName(suggestion), name]);
  return accepted;
};

const acceptMention = ({ docs, doc, suggestion, proposal }: Acceptance): Accepted => {
  const entityId = joinedId(docs.ledger, textOf(proposal['entityId']));
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

const acceptRelationship = ({ docs, doc, proposal, id, confidence }: Acceptance): Accepted => {
  const fromId = entityIdMeant(docs, doc, textOf(proposal['from']));
  const toId = entityIdMeant(docs, doc, textOf(proposal['to']));
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

const acceptLogEntry = ({ docs, doc, suggestion, proposal, id, confidence }: Acceptance): Accepted => {
  const about = textOf(proposal['about']);
  const entityId = about ? entityIdMeant(docs, doc, about) : '';
  if (entityId === null) return entityMissing(about);
  const sessionId = doc.ref.kind === 'session' ? doc.ref.sessionId : '';
  const said = { text: textOf(proposal['text']) || suggestion.title, confidence, source: 'analysis' as const };
  if (!entityId && sessionId) return logNote(docs, doc, said, id);
  const logKind = LOG_KINDS.find((k) => k === proposal['logKind']) ?? ('' as const);
  return addLogEntry(docs, { ...said, entityId, sessionId, logKind }, { id });
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
