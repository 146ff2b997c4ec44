// Reading what a suggestion proposes. A proposal is data from outside: any part may be missing or of another type.
import { CHAPTER, nameKey, SESSION, SUGGESTION, type Suggestion } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument } from '../open-document.ts';
import { getEntity, getEntityIdByName } from './entities.ts';
import { idsButForTitles } from './named-already.ts';
import { listRecords, type Spec } from './read-records.ts';

export type Proposal = Readonly<Record<string, unknown>>;

export const proposalOf = ({ proposal }: Pick<Suggestion, 'proposal'>): Proposal =>
  typeof proposal === 'object' && proposal !== null ? (proposal as Proposal) : {};

/** A part of a proposal as trimmed text; empty when it is missing or no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The id of the record that accepting a suggestion creates: two GMs who both accept it offline create one record. */
export const acceptedId = (suggestion: Pick<Suggestion, 'id'>): string => derivedId('accepted', suggestion.id);

/** Whether a suggestion was found in an account of what was played. */
export const isFromAccount = ({ note }: Pick<Suggestion, 'note'>): boolean => note.endsWith('/actual_notes');

/** The record that entity links of a note belong to: its session, or its chapter. */
export const noteOwner = (doc: OpenDocument, note: string): { spec: Spec; id: string } =>
  doc.ref.kind === 'session'
    ? { spec: SESSION, id: doc.ref.sessionId }
    : { spec: CHAPTER, id: note.split('/')[0] ?? '' };

/** The name that a suggestion of a new name found in the text. */
export const suggestedName = (suggestion: Suggestion): string =>
  textOf(proposalOf(suggestion)['name']) || suggestion.title;

/**
 * The id of the entity that suggestions of a document mean by a name; null if there is none. The name may be one that a
 * GM corrected when accepting it: the other suggestions still have it as the text spells it.
 */
export const entityIdMeant = (docs: CampaignDocs, doc: OpenDocument, name: string): string | null => {
  const named = getEntityIdByName(docs, name);
  if (named !== null || name === '') return named;
  const [titled, another] = idsButForTitles(docs, name);
  if (titled !== undefined && another === undefined) return titled;
  const corrected = listRecords(doc, SUGGESTION).find(
    (s) =>
      s.suggestionType === 'entity_suggestion' &&
      nameKey(suggestedName(s)) === nameKey(name) &&
      getEntity(docs, acceptedId(s)) !== null,
  );
  return corrected ? acceptedId(corrected) : null;
};
