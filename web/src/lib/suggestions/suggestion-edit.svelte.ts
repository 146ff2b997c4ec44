// The changes a GM makes to a suggestion before accepting it.
import type { Suggestion } from '@emberkeep/domain';
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { EDITABLE_FIELDS, proposed } from './suggestion-text.ts';

export class SuggestionEdit {
  readonly id: string;
  /** The values to accept, by field of the proposal. */
  changes: Record<string, string> = $state({});
  /** Name of the existing entity that the suggested one is merged into; empty where a new one is made. */
  into = $state('');

  readonly #draft: Draft;

  /** `draft` keeps the changes until the suggestion is decided on; those from before are taken up. */
  constructor(suggestion: Suggestion, draft: Draft) {
    this.id = suggestion.id;
    this.#draft = draft;
    const fields = [...EDITABLE_FIELDS[suggestion.suggestionType]];
    // Emptied, it makes the account of a planned scene a scene of its own.
    if (suggestion.suggestionType === 'scene_suggestion' && proposed(suggestion, 'sceneId')) fields.push('sceneId');
    this.changes = Object.fromEntries(fields.map((field) => [field, proposed(suggestion, field)]));
    this.#resume();
  }

  /** Call after every input. */
  remember(): void {
    this.#draft.text = JSON.stringify({ changes: this.changes, into: this.into });
  }

  /** Call once the suggestion is decided on or the changes are discarded. */
  forget(): void {
    // The changes are whole: of those that come back after a killed tab, the newest win.
    this.#draft.clear('');
  }

  #resume(): void {
    if (this.#draft.text === '') return;
    const { changes, into } = JSON.parse(this.#draft.text) as Pick<SuggestionEdit, 'changes' | 'into'>;
    for (const field of Object.keys(this.changes)) this.changes[field] = changes[field] ?? this.changes[field]!;
    this.into = into;
  }
}
