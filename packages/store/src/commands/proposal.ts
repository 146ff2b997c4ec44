// Reading what a suggestion proposes. A proposal is data from outside: any part may be missing or of another type.
import { CHAPTER, SESSION, type Suggestion } from '@emberkeep/domain';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument } from '../open-document.ts';
import type { Spec } from './read-records.ts';

export type Proposal = Readonly<Record<string, unknown>>;

export const proposalOf = ({ proposal }: Pick<Suggestion, 'proposal'>): Proposal =>
  typeof proposal === 'object' && proposal !== null ? (proposal as Proposal) : {};

/** A part of a proposal as trimmed text; empty when it is missing or no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The id of the record that accepting a suggestion creates: two GMs who both accept it offline create one record. */
export const acceptedId = (suggestion: Pick<Suggestion, 'id'>): string => derivedId('accepted', suggestion.id);

/** The record that entity links of a note belong to: its session, or its chapter. */
export const noteOwner = (doc: OpenDocument, note: string): { spec: Spec; id: string } =>
  doc.ref.kind === 'session'
    ? { spec: SESSION, id: doc.ref.sessionId }
    : { spec: CHAPTER, id: note.split('/')[0] ?? '' };
