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
  /** The first id since another list came on top: what is older was said in that one. */
  #firstNew = $state(1);
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

  /** Whether all the toasts on screen moved here from another list, which has said them. */
  get areSaid(): boolean {
    return this.items.length > 0 && this.items.every(({ id }) => id < this.#firstNew);
  }

  /** Adds a list on top; gives a function that removes it. */
  addList(list: symbol): () => void {
    const put = (lists: symbol[]): void => {
      this.#lists = lists;
      this.#firstNew = this.#next;
    };
    put([...this.#lists, list]);
    return () => put(this.#lists.filter((each) => each !== list));
  }
}

export const toasts = new Toasts();
