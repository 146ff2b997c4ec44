// Short messages with at most one action. At most three are shown, each for a few seconds; time stands still while the
// GM touches, points at or goes through them with the keyboard.

export interface Toast {
  id: number;
  text: string;
  /** `isOver`: what it would do was done otherwise. */
  action: { label: string; run: () => void; isOver?: () => boolean } | null;
}

/** How long a toast is shown, ms: enough to read it and reach Undo. */
const SHOWN_MS = 10_000;

class Toasts {
  items: Toast[] = $state([]);
  /** The lists on the page; the toasts are in the newest, which is on top. */
  #lists: symbol[] = $state.raw([]);
  #next = 1;
  /** When each toast ends, Unix ms. */
  readonly #ends = new Map<number, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heldSince: number | null = null;

  show(text: string, action: Toast['action'] = null): void {
    const id = this.#next++;
    // Said again, a sentence stands there once, and for the whole time.
    if (!action) for (const same of this.items.filter((t) => !t.action && t.text === text)) this.dismiss(same.id);
    this.items = [...this.items.slice(-2), { id, text, action }];
    // One that comes while the others are held begins when they go on.
    this.#ends.set(id, (this.#heldSince ?? Date.now()) + SHOWN_MS);
    this.#plan();
  }
  dismiss(id: number): void {
    this.items = this.items.filter((t) => t.id !== id);
    this.#ends.delete(id);
    if (this.items.length === 0) this.#heldSince = null;
  }

  /** Dismisses the toasts whose action can do nothing any more. */
  dismissOver(): void {
    for (const { id, action } of this.items) if (action?.isOver?.()) this.dismiss(id);
  }

  /** Keeps every toast on screen until it is called with false; then each has the time that it had left. */
  hold(isHeld: boolean): void {
    if (isHeld === (this.#heldSince !== null)) return;
    if (isHeld) {
      this.#heldSince = Date.now();
      clearTimeout(this.#timer);
      return;
    }
    const pause = Date.now() - (this.#heldSince ?? 0);
    this.#heldSince = null;
    for (const [id, end] of this.#ends) this.#ends.set(id, end + pause);
    this.#plan();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#heldSince !== null || this.#ends.size === 0) return;
    this.#timer = setTimeout(
      () => {
        for (const [id, end] of [...this.#ends]) if (end <= Date.now()) this.dismiss(id);
        this.#plan();
      },
      Math.max(0, Math.min(...this.#ends.values()) - Date.now()),
    );
  }

  isShownIn(list: symbol): boolean {
    return this.#lists.at(-1) === list;
  }

  /** Adds a list on top; gives a function that removes it. */
  addList(list: symbol): () => void {
    this.#lists = [...this.#lists, list];
    return () => (this.#lists = this.#lists.filter((each) => each !== list));
  }
}

export const toasts = new Toasts();
