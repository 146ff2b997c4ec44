// What a journey needs of a browser engine. A driver knows nothing of the app: see `engine-page.ts` for what a person
// does on a page.

export interface Point {
  /** Pixels from the left of the window. */
  x: number;
  /** Pixels from its top. */
  y: number;
}

/** A tab of a browser. */
export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of an async function in the page; resolves with what it returns, which has to be JSON. */
  evaluate<T>(body: string): Promise<T>;
  /** Types characters, a key down and a key up for each. */
  type(text: string): Promise<void>;
  /** Presses a key while others are held: `Control+End`. Names are those of `KeyboardEvent.key`. */
  press(keys: string): Promise<void>;
  /** Touches the points one after the other and lets go at the last; a single point is a tap. By mouse where the driver
   * has no touch. */
  drag(points: readonly Point[]): Promise<void>;
  /** Pages of the tab on paper; null where the driver cannot print. */
  printedPages(): Promise<number | null>;
  /** A PNG of what the window shows. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What one person's browser keeps: storage and service workers that no other profile sees. */
export interface Profile {
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

export interface Engine {
  name: string;
  newProfile(): Promise<Profile>;
  close(): Promise<void>;
}

/** A tablet on its side. */
export const WINDOW = { width: 1180, height: 820 };
