// A cursor over the text of a dice formula. It ends parsing with the place and the reason of the first mistake.

/** The first mistake in a formula; `message` is shown to the GM. */
export class DiceSyntaxError extends Error {
  readonly at: number;
  constructor(at: number, detail: string) {
    super(detail);
    this.at = at;
  }
}

export class Scanner {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The text that is not read yet. */
  get rest(): string {
    return this.text.slice(this.#at);
  }

  fail(detail: string): never {
    throw new DiceSyntaxError(this.#at, detail);
  }

  skipSpaces(): void {
    this.take(/\s*/);
  }

  /** Reads what matches here, without regard to case; null if nothing does. */
  take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'iy');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  has(pattern: RegExp): boolean {
    return this.take(pattern) !== null;
  }

  /** Reads a whole number of at most `max`; null if there is none. */
  whole(max: number): number | null {
    const digits = this.take(/\d{1,9}/);
    if (digits === null) return null;
    const value = Number(digits);
    return value > max ? this.fail(`The largest number here is ${max}.`) : value;
  }
}
