// Short messages with at most one action. At most three are shown, each for a few seconds.

export interface Toast {
  id: number;
  text: string;
  action: { label: string; run: () => void } | null;
}

/** How long a toast is shown, ms: enough to read it and reach Undo. */
const SHOWN_MS = 10_000;

class Toasts {
  items: Toast[] = $state([]);
  /** The lists on the page; the toasts are in the newest, which is on top. */
  #lists: symbol[] = $state.raw([]);
  #next = 1;
  show(text: string, action: Toast['action'] = null): void {
    const id = this.#next++;
    this.items = [...this.items.slice(-2), { id, text, action }];
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }
  dismiss(id: number): void {
    this.items = this.items.filter((t) => t.id !== id);
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
