// The changes a GM makes to a suggestion before accepting it.
import type { Suggestion } from '@emberkeep/domain';
import { EDITABLE_FIELDS, proposed } from './suggestion-text.ts';

export class SuggestionEdit {
  readonly id: string;
  /** The values to accept, by field of the proposal. */
  changes: Record<string, string> = $state({});
  /** Name of the existing entity that the suggested one is merged into; empty where a new one is made. */
  into = $state('');

  constructor(suggestion: Suggestion) {
    this.id = suggestion.id;
    const fields = [...EDITABLE_FIELDS[suggestion.suggestionType]];
    // Emptied, it makes the account of a planned scene a scene of its own.
    if (suggestion.suggestionType === 'scene_suggestion' && proposed(suggestion, 'sceneId')) fields.push('sceneId');
    this.changes = Object.fromEntries(fields.map((field) => [field, proposed(suggestion, field)]));
  }
}
