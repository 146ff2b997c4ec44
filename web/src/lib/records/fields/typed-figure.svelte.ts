// A figure while it is typed into a field. A half-typed figure is no value, so it is a draft on this device until its
// field is left: 1 on the way to 12 is no step of a counter.
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { writesTypedInAnyCase } from '#lib/device/typed-name.svelte.ts';

/** What stands in the draft of a field that was emptied: an empty draft is none. */
const EMPTIED = ' ';

interface FigureField<T> {
  /** Where the text is kept, unique in its campaign. */
  draft: () => Draft;
  /** The record's value, as the field shows it. */
  stored: () => string;
  /** Undefined for what is no figure. An emptied field for which it gives undefined shows its stored value again. */
  read: (text: string) => T | undefined;
  /** Writes, and shows a refusal itself; returns whether it was written. */
  write: (value: T) => boolean;
  readonly?: () => boolean;
  /** True once `read` reads all it can: a draft that was not read before is then read again. */
  isReady?: () => boolean;
}

export class TypedFigure<T> {
  /** The field was left with what is no figure. It stays there, to be corrected. */
  isUnread = $state(false);
  readonly #field: FigureField<T>;

  /**
   * Call while a component is set up: what is typed is written also where the tab is hidden, or was closed, before the
   * field is left.
   */
  constructor(field: FigureField<T>) {
    this.#field = field;
    writesTypedInAnyCase(
      () => this.leave(),
      () => (field.isReady?.() ?? true) && field.draft(),
    );
  }

  get #typed(): string {
    return this.#isReadonly ? '' : this.#field.draft().textOver(this.#field.stored());
  }

  get #isReadonly(): boolean {
    return this.#field.readonly?.() ?? false;
  }

  /** What the field shows: what is being typed, else the record's value. */
  get shown(): string {
    const typed = this.#typed;
    if (typed === '') return this.#field.stored();
    return typed === EMPTIED ? '' : typed;
  }

  /** To be called with the field at every input. */
  type({ value, validity }: HTMLInputElement): void {
    this.isUnread = false;
    // A browser that cannot read what stands in the field gives it as empty.
    if (!validity.badInput) this.#field.draft().text = value === '' ? EMPTIED : value;
  }

  /** Writes what was typed. To be called when the field is left, with the field where there is one. */
  leave(input?: HTMLInputElement): void {
    const typed = this.#typed;
    this.isUnread = input?.validity.badInput ?? false;
    if (typed === '' || this.isUnread) return;
    const draft = this.#field.draft();
    const text = typed.trim();
    const before = this.#field.stored();
    const value = text === before ? undefined : this.#field.read(text);
    if (value !== undefined && this.#field.write(value)) draft.clear(before);
    else if (value !== undefined || text === '' || text === before) draft.discard();
    else this.isUnread = true;
  }
}
