// The latest result of a random table on this device. It is kept like typed words, so a reload at the table loses none.
import type { TableRoll } from '@emberkeep/domain';
import type { Draft } from '#lib/device/drafts.svelte.ts';

const isTexts = (value: unknown, keys: readonly string[]): boolean =>
  Array.isArray(value) &&
  value.every((each: unknown) =>
    keys.every((key) => typeof (each as Record<string, unknown> | null)?.[key] === 'string'),
  );

const isRoll = (value: unknown): value is TableRoll => {
  const { tableId, name, text, outcome, cells, steps } = (value ?? {}) as Partial<TableRoll>; // reason: each part is looked at
  return (
    [tableId, name, text, outcome].every((each) => typeof each === 'string') &&
    isTexts(cells, ['heading', 'text']) &&
    isTexts(steps, ['label', 'value'])
  );
};

const readRoll = (text: string): TableRoll | null => {
  try {
    const roll: unknown = text === '' ? null : JSON.parse(text);
    return isRoll(roll) ? roll : null;
  } catch {
    return null; // reason: a result that cannot be read is not shown; nothing else depends on it
  }
};

export class TableResult {
  readonly #draft: Draft;
  readonly latest: TableRoll | null = $derived.by(() => readRoll(this.#draft.text));

  /** `draft` holds nothing else. */
  constructor(draft: Draft) {
    this.#draft = draft;
  }

  show(roll: TableRoll): void {
    this.#draft.text = JSON.stringify(roll);
  }
}
