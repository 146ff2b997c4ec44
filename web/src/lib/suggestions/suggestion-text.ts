// What a suggestion says on its card.
import {
  entityTypeLabel,
  SCENE_TYPE_LABELS,
  SCENE_TYPES,
  type Suggestion,
  type SuggestionType,
} from '@emberkeep/domain';

/** A text field of what is proposed; empty where the proposal has none of this name. */
export const proposed = (suggestion: Suggestion, field: string): string => {
  const value = (suggestion.proposal as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' ? value : '';
};

/** The type of the scene or entity that is proposed; empty for other suggestions. */
export const typeWords = (suggestion: Suggestion): string => {
  switch (suggestion.suggestionType) {
    case 'scene_suggestion': {
      const stored = proposed(suggestion, 'sceneType');
      return SCENE_TYPE_LABELS[SCENE_TYPES.find((type) => type === stored) ?? 'other'];
    }
    case 'entity_suggestion':
      return entityTypeLabel(proposed(suggestion, 'entityType'));
    default:
      return '';
  }
};

/** Longest quote on a card, characters. */
const QUOTE_LENGTH = 160;
const BLOCK_MARK = /^[\s#>*\-•]+|^\d+[.)]\s/;

/** The text it was read from, without marks of headings, lists and bold, and without the line that is its title. */
export const shownQuote = (suggestion: Suggestion): string => {
  const text = suggestion.quote
    .split('\n')
    .map((line) => line.replace(BLOCK_MARK, '').replace(/\*\*/g, '').trim())
    .filter((line) => line !== '' && line !== suggestion.title)
    .join(' ');
  return text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
};

/** Below this certainty, percent, a card says that the suggestion is unsure. */
const UNSURE_BELOW = 50;

/** Type, reason and doubt, as far as there are any. */
export const factsLine = (suggestion: Suggestion): string =>
  [
    typeWords(suggestion),
    suggestion.reason,
    suggestion.certainty !== null && suggestion.certainty < UNSURE_BELOW ? 'unsure' : '',
  ]
    .filter(Boolean)
    .join(' · ');

/** The fields that can be changed before a suggestion is accepted. */
export const EDITABLE_FIELDS: Readonly<Record<SuggestionType, readonly string[]>> = {
  scene_suggestion: ['title', 'sceneType', 'brief'],
  entity_suggestion: ['name', 'entityType'],
  entity_mention: [],
  relationship_suggestion: ['from', 'relationType', 'to', 'tone'],
  log_entry: ['about', 'text'],
};
