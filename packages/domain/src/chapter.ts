// Chapters: arcs that group sessions, with an overview.
import { hidden, line, refs } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const CHAPTER = defineRecord({
  kind: 'chapter',
  root: 'chapters',
  home: 'ledger',
  label: 'Chapter',
  plural: 'Chapters',
  title: 'title',
  fields: {
    title: line('table', 'Title'),
    entityIds: refs('gm', 'Cast', 'entity', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
  texts: {
    overview: { label: 'Overview', audience: 'gm', placeholder: 'What this arc is about. Type [[ to link a name.' },
  },
});
export type Chapter = RecordOf<typeof CHAPTER>;
