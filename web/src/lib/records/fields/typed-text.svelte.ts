// Text while it is typed into a field. Every input is written at once, so that closing the tab loses no word.
import type { CampaignDocs } from '@emberkeep/store';
import { writeField, type FieldTarget } from './field-target.ts';

export class TypedText {
  /** What is being typed; null while nobody types here, so that a co-GM's edit shows. */
  draft: string | null = $state(null);
  #isRefused = false;
  readonly #docs: CampaignDocs;
  readonly #target: () => FieldTarget;

  constructor(docs: CampaignDocs, target: () => FieldTarget) {
    this.#docs = docs;
    this.#target = target;
  }

  type(text: string): void {
    this.draft = text;
    const target = this.#target();
    // A title is never written empty: the last one stays until there is another.
    if (target.name === target.spec.title && text.trim() === '') return;
    this.#isRefused = !writeField(this.#docs, target, text, true);
  }

  /** Ends the typing. Text that could not be written stays in the field, to be copied. */
  leave(): void {
    if (!this.#isRefused) this.draft = null;
  }
}
