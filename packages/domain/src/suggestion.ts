// Owns what was read out of notes and waits for the GM's word. Nothing is ever created from one without a tap.
import { choice, defineRecord, json, line, maybeWhole, paragraph, type RecordOf } from './fields.ts';

export const SUGGESTION_TYPES = ['entity', 'relationship', 'scene', 'log_entry'] as const;
export type SuggestionType = (typeof SUGGESTION_TYPES)[number];

/** `proposal` is what would be made, checked again when accepted; `quote` the words it came from. */
export const SUGGESTION = defineRecord({
  kind: 'suggestion', root: 'suggestions', home: 'body', label: 'Suggestion', plural: 'Suggestions', title: 'title', isPacked: true,
  fields: {
    suggestionType: choice('gm', 'What', SUGGESTION_TYPES, 'log_entry'),
    title: line('gm', 'Suggestion'),
    quote: paragraph('gm', 'From'),
    reason: line('gm', 'Because'),
    /** 0 to 100. */
    certainty: maybeWhole('gm', 'Certainty', { min: 0, max: 100 }),
    proposal: json('gm', 'Proposal'),
    state: choice('gm', 'State', ['open', 'dismissed'], 'open', { input: 'hidden' }),
  },
});
export type Suggestion = RecordOf<typeof SUGGESTION>;
