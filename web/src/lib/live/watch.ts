// Reactive building blocks for data that is not a rune: a version that components subscribe to, and a value computed
// from it.
import { createSubscriber } from 'svelte/reactivity';

/** The version of some data. An effect that called `subscribe` runs again after `changed`. */
export class Watch {
  #update: (() => void) | null = null;
  version = 0;

  readonly subscribe = createSubscriber((update) => {
    this.#update = update;
    return () => (this.#update = null);
  });

  changed(): void {
    this.version += 1;
    this.#update?.();
  }
}

/** A value that is computed again only after one of its watches changed. */
export class Memo<T> {
  /** The versions of the watches that `#value` was computed from. */
  #computedFrom = '';
  #value!: T;
  readonly #watches: readonly Watch[];
  readonly #compute: () => T;

  constructor(watches: readonly Watch[], compute: () => T) {
    this.#watches = watches;
    this.#compute = compute;
  }

  get(): T {
    for (const watch of this.#watches) watch.subscribe();
    const versions = this.#watches.map((watch) => watch.version).join();
    if (versions !== this.#computedFrom) {
      this.#computedFrom = versions;
      this.#value = this.#compute();
    }
    return this.#value;
  }
}
