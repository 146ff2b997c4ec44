// Text while it is typed into a field. Every input is written at once, so that closing the tab loses no word.
import type { CampaignDocs } from '@emberkeep/store';
import { writeField, type FieldTarget } from './field-target.ts';

/** After this long without a key, ms, a co-GM's edit shows in the field, although the cursor is still in it. */
const IDLE_MS = 2000;

export class TypedText {
  /** What is being typed; null while nobody types here, so that a co-GM's edit shows. */
  draft: string | null = $state(null);
  #isRefused = false;
  /** What the record holds. */
  #stored = '';
  /** What it held as far as this field knows: its own last text. Anything else was written by somebody else. */
  #written = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #docs: CampaignDocs;
  readonly #target: () => FieldTarget;
  readonly #write: typeof writeField;
  readonly #readBack: (text: string) => string;

  /**
   * `write`: where the text is not the whole value of its field. `readBack`: the text that a written one comes back as,
   * where it is another, such as the name of an entity for an alias.
   */
  constructor(
    docs: CampaignDocs,
    target: () => FieldTarget,
    write: typeof writeField = writeField,
    readBack: (text: string) => string = (text) => text,
  ) {
    this.#docs = docs;
    this.#target = target;
    this.#write = write;
    this.#readBack = readBack;
  }

  type(text: string): void {
    if (this.draft === null) this.#written = this.#stored;
    this.draft = text;
    this.#showStoredWhenIdle();
    const target = this.#target();
    // A title is never written empty: the last one stays until there is another.
    if (target.name === target.spec.title && text.trim() === '') return;
    this.#isRefused = !this.#write(this.#docs, target, text, true);
    if (!this.#isRefused) this.#written = this.#readBack(text);
  }

  /** To be called with the record's value whenever it changes. */
  follow(stored: string): void {
    this.#stored = stored;
    if (this.draft !== null) this.#showStoredWhenIdle();
  }

  /** Ends the typing. Text that could not be written stays in the field, to be copied. */
  leave(): void {
    clearTimeout(this.#timer);
    if (!this.#isRefused) this.draft = null;
  }

  /** The next key would otherwise write what stood here before the co-GM's edit over it. */
  #showStoredWhenIdle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.draft !== null && this.#stored.trim() !== this.#written.trim()) this.leave();
    }, IDLE_MS);
  }
}
