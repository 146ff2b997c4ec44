// What a field's control is given, and how it writes its value.
import type { Field } from '@emberkeep/domain';
import { editRecord, type CampaignDocs, type OpenDocument, type Spec } from '@emberkeep/store';
import { showRefusal } from '../command-feedback.ts';

/** One field of one record. */
export interface FieldTarget {
  spec: Spec;
  document: OpenDocument;
  id: string;
  name: string;
}

/** The props of every field control. */
export interface FieldProps extends FieldTarget {
  value: unknown;
  readonly: boolean;
}

export const fieldOf = ({ spec, name }: FieldTarget): Field<unknown> => spec.fields[name] as Field<unknown>;

/**
 * Writes the field's value and shows a refusal; returns whether it was written. Writes with `typing` that follow each
 * other join into one step of undo.
 */
export const writeField = (
  docs: CampaignDocs,
  { spec, document, id, name }: FieldTarget,
  value: unknown,
  typing = false,
): boolean => showRefusal(editRecord(docs, { doc: document, spec, id, fields: { [name]: value } as never, typing }));
