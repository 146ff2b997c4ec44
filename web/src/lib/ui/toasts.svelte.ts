// Short messages with at most one action. At most three are shown, each for a few seconds.

export interface Toast {
  id: number;
  text: string;
  action: { label: string; run: () => void } | null;
  /** Since when it is in the list that is on top, Unix ms; null where there is no list. */
  since: number | null;
}

/** How long a toast is shown, ms: enough to read it and reach Undo. */
const SHOWN_MS = 10_000;
/** A screen reader has said a toast that was in one list for this long, ms; one that moves before is said again. */
const SAID_MS = 1000;

class Toasts {
  items: Toast[] = $state([]);
  /** The lists on the page; the toasts are in the newest, which is on top. */
  #lists: symbol[] = $state.raw([]);
  #next = 1;
  /** Ids of the toasts that another list has said before they moved to the one on top. */
  #said: ReadonlySet<number> = $state.raw(new Set());
  show(text: string, action: Toast['action'] = null): void {
    const id = this.#next++;
    const since = this.#lists.length > 0 ? Date.now() : null;
    this.items = [...this.items.slice(-2), { id, text, action, since }];
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }
  dismiss(id: number): void {
    this.items = this.items.filter((t) => t.id !== id);
  }

  /** The toasts of a list: those that must not be said again, and the others. */
  shownIn(list: symbol): { said: Toast[]; live: Toast[] } {
    const items = this.#lists.at(-1) === list ? this.items : [];
    const isSaid = ({ id }: Toast): boolean => this.#said.has(id);
    return { said: items.filter(isSaid), live: items.filter((toast) => !isSaid(toast)) };
  }

  /** Adds a list on top; gives a function that removes it. */
  addList(list: symbol): () => void {
    this.#putLists([...this.#lists, list]);
    return () => this.#putLists(this.#lists.filter((each) => each !== list));
  }

  #putLists(lists: symbol[]): void {
    const hasMoved = lists.at(-1) !== this.#lists.at(-1);
    this.#lists = lists;
    if (!hasMoved) return;
    const now = Date.now();
    const isSaid = ({ id, since }: Toast): boolean => this.#said.has(id) || (since !== null && now - since >= SAID_MS);
    this.#said = new Set(this.items.filter(isSaid).map(({ id }) => id));
    this.items = this.items.map((toast) => ({ ...toast, since: lists.length > 0 ? now : null }));
  }
}

export const toasts = new Toasts();
