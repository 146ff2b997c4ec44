// The latest rolls of a campaign on this device, newest first. They are kept like typed words, so a look at the log, a
// reload or a killed tab loses none.
import type { Roll } from '@emberkeep/domain';
import type { Draft } from '#lib/device/drafts.svelte.ts';

export interface KeptRoll {
  id: string;
  /** Unix ms. */
  at: number;
  roll: Roll;
  /** The event that logs it, and the document of that event; null until it is logged. */
  logged: { room: string; eventId: string } | null;
}

const MOST_ROLLS = 20;

const isKept = (value: unknown): value is KeptRoll => {
  const { id, at, roll } = (value ?? {}) as Partial<KeptRoll>; // reason: each part is looked at before it is used
  return (
    typeof id === 'string' && typeof at === 'number' && typeof roll?.total === 'number' && Array.isArray(roll.parts)
  );
};

const readRolls = (text: string): KeptRoll[] => {
  if (text === '') return [];
  try {
    const rolls: unknown = JSON.parse(text);
    return Array.isArray(rolls) ? rolls.filter(isKept) : [];
  } catch {
    return []; // reason: rolls that cannot be read are not shown; nothing else depends on them
  }
};

export class RollHistory {
  readonly #draft: Draft;
  readonly rolls: readonly KeptRoll[] = $derived.by(() => readRolls(this.#draft.text));

  /** `draft` holds nothing else. */
  constructor(draft: Draft) {
    this.#draft = draft;
  }

  add(kept: KeptRoll): void {
    this.#keep([kept, ...this.rolls]);
  }

  setLogged(id: string, logged: KeptRoll['logged']): void {
    this.#keep(this.rolls.map((each) => (each.id === id ? { ...each, logged } : each)));
  }

  #keep(rolls: readonly KeptRoll[]): void {
    this.#draft.text = JSON.stringify(rolls.slice(0, MOST_ROLLS));
  }
}
