// Requests to a worker that wait for a reply, by number.

export class PendingReplies<T> {
  readonly #pending = new Map<number, { resolve: (value: T) => void; reject: (error: Error) => void }>();
  #count = 0;

  /** Reserves a number for a request; `reply` settles with what `resolve` or `reject` is given for that number. */
  add(): { n: number; reply: Promise<T> } {
    const n = (this.#count += 1);
    return { n, reply: new Promise((resolve, reject) => this.#pending.set(n, { resolve, reject })) };
  }

  resolve(n: number, value: T): void {
    this.#pending.get(n)?.resolve(value);
    this.#pending.delete(n);
  }

  reject(n: number, error: Error): void {
    this.#pending.get(n)?.reject(error);
    this.#pending.delete(n);
  }

  rejectAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
