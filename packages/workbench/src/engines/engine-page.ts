// What a person does on a page, in any engine: finds things by their role and name, taps, types, reads. Everything waits
// for what it needs, as a person does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Point, Tab } from './engine.ts';

const WAIT_MS = 40_000;
const POLL_MS = 100;
const LIBRARY = createRequire(import.meta.url).resolve('@testing-library/dom/dist/@testing-library/dom.umd.min.js');

/** Exact where it is a string. */
export type Name = string | RegExp;

/** Where something stands on a page. With `has`, an element that contains these words. */
export interface Target {
  role?: string;
  name?: Name;
  /** A field by its label. */
  label?: Name;
  /** An element whose own words are these. */
  text?: Name;
  css?: string;
  has?: string;
  /** Among elements that match, the last one instead of the first. */
  last?: boolean;
  within?: Target;
}

export const button = (name: Name, within?: Target): Target => ({ role: 'button', name, ...(within && { within }) });
export const link = (name: Name, within?: Target): Target => ({ role: 'link', name, ...(within && { within }) });
export const textbox = (name: Name, within?: Target): Target => ({ role: 'textbox', name, ...(within && { within }) });
export const text = (words: Name, within?: Target): Target => ({ text: words, ...(within && { within }) });
export const css = (selector: string, has?: string): Target => ({ css: selector, ...(has && { has }) });
export const region = (name: Name): Target => ({ role: 'region', name });
export const dialog: Target = { role: 'dialog' };
export const last = (target: Target): Target => ({ ...target, last: true });
export const having = (target: Target, has: string): Target => ({ ...target, has });

/** A target as JSON, for the page. */
const sent = (target: Target): string =>
  JSON.stringify(target, (_, value: unknown) =>
    value instanceof RegExp ? { source: value.source, flags: value.flags } : value,
  );

/** What the page says of a target. */
interface Found {
  count: number;
  /** The words of the one that is meant; of a field, what is in it. */
  words: string;
  /** Its middle in the window, where a tap reaches it; null where it is out of sight or covered. */
  point: Point | null;
  isFocused: boolean;
  isDisabled: boolean;
  /** What was thrown on the page since it was last asked. */
  errors: string[];
}

/** In the page: `finder` with a target. Only what is shown counts. */
const FINDER = `
  if (!window.journeyErrors) {
    window.journeyErrors = [];
    // Said where a layout takes two frames: nothing is wrong.
    const isHarmless = (message) => !message || message.startsWith('ResizeObserver loop');
    addEventListener('error', (event) => isHarmless(event.message) || journeyErrors.push(event.message));
    addEventListener('unhandledrejection', (event) => journeyErrors.push(String(event.reason?.stack ?? event.reason)));
  }
  const library = window.TestingLibraryDom;
  const matcher = (name) => (typeof name === 'object' ? new RegExp(name.source, name.flags) : name);
  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
  };
  const all = (target) => {
    const scope = target.within ? one(target.within) : document.body;
    if (!scope) return [];
    const found =
      target.css !== undefined ? [...scope.querySelectorAll(target.css)]
      : target.role !== undefined
        ? library.queryAllByRole(scope, target.role, target.name === undefined ? {} : { name: matcher(target.name) })
      : target.label !== undefined ? library.queryAllByLabelText(scope, matcher(target.label))
      : library.queryAllByText(scope, matcher(target.text), { ignore: 'script, style' });
    return found.filter((each) => isShown(each) && (!target.has || each.textContent.includes(target.has)));
  };
  /** The part of an element that the window and its scrolling ancestors show. */
  const shownBox = (element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let each = element.parentElement; each; each = each.parentElement) {
      if (each !== document.documentElement && getComputedStyle(each).overflow === 'visible') continue;
      const clip = each === document.documentElement
        ? new DOMRect(0, 0, innerWidth, innerHeight)
        : each.getBoundingClientRect();
      [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
    }
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  const wordsOf = (element) =>
    /^(?:INPUT|TEXTAREA|SELECT)$/.test(element.tagName) ? element.value : element.textContent.replace(/\u2060/g, '');
  const one = (target) => all(target).at(target.last ? -1 : 0) ?? null;
`;

const describe = (target: Target): string => {
  const own = [
    target.role,
    ...[target.name, target.label, target.text, target.css, target.has]
      .filter((each) => each !== undefined)
      .map(String),
  ]
    .filter(Boolean)
    .join(' ');
  return target.within ? `${own} in ${describe(target.within)}` : own;
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));

export class EnginePage {
  /** What was thrown on this page. */
  readonly errors: string[] = [];

  private readonly tab: Tab;

  constructor(tab: Tab) {
    this.tab = tab;
  }

  readonly goto = (url: string): Promise<void> => this.tab.goto(url);
  readonly reload = (): Promise<void> => this.tab.reload();
  readonly type = (words: string): Promise<void> => this.tab.type(words);
  readonly press = (keys: string): Promise<void> => this.tab.press(keys);
  readonly close = (): Promise<void> => this.tab.close();
  readonly screenshot = (): Promise<Uint8Array> => this.tab.screenshot();
  readonly printedPages = (): Promise<number | null> => this.tab.printedPages();

  /** Runs a function in the page, with arguments that are JSON. It may use nothing from around it. */
  run<A extends readonly unknown[], T>(inPage: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    return this.tab.evaluate<T>(`return (${inPage.toString()})(...${JSON.stringify(args)});`);
  }

  url(): Promise<string> {
    return this.run(() => location.href);
  }

  /** Repeats until it gives something else than null or false. A page that is being left answers nothing meanwhile. */
  async until<T>(what: string, ask: () => Promise<T | null | false>): Promise<T> {
    const end = Date.now() + WAIT_MS;
    let failure: unknown = null;
    do {
      try {
        const answer = await ask();
        if (answer !== null && answer !== false) return answer;
      } catch (error) {
        failure = error;
      }
      await pause();
    } while (Date.now() < end);
    throw new Error(`waited in vain for ${what}${failure ? ` (${String(failure)})` : ''}`);
  }

  async find(target: Target): Promise<Found> {
    if (!(await this.tab.evaluate<boolean>(`return 'TestingLibraryDom' in window;`)))
      await this.tab.evaluate(`${readFileSync(LIBRARY, 'utf8')}\n;return true;`);
    const found = await this.tab.evaluate<Found>(`${FINDER}
      const found = all(${sent(target)});
      const element = found.at(${target.last ? '-1' : '0'});
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const point = element && shownBox(element);
      const hit = point && document.elementFromPoint(point.x, point.y);
      const isReached = hit && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.contains(element));
      return {
        count: found.length,
        words: element ? wordsOf(element) : '',
        point: isReached ? point : null,
        isFocused: Boolean(element?.contains(document.activeElement)),
        isDisabled: Boolean(element?.disabled),
        errors: journeyErrors.splice(0),
      };`);
    this.errors.push(...found.errors);
    return found;
  }

  async sees(target: Target): Promise<string> {
    const found = await this.until(describe(target), async () => {
      const each = await this.find(target);
      return each.count > 0 && each;
    });
    return found.words;
  }

  /** That it reads so, or has read so by the end. */
  async reads(target: Target, words: string | RegExp): Promise<void> {
    let shown = '';
    await this.until(`${String(words)} in ${describe(target)}`, async () => {
      shown = (await this.find(target)).words;
      return typeof words === 'string' ? shown.includes(words) : words.test(shown);
    }).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}; it reads: ${shown.slice(0, 300)}`);
    });
  }

  async seesNo(target: Target): Promise<void> {
    await this.until(`no ${describe(target)}`, async () => (await this.find(target)).count === 0);
  }

  count(target: Target): Promise<number> {
    return this.find(target).then(({ count }) => count);
  }

  /** Where it can be touched, once it stands still. */
  async pointOf(target: Target): Promise<Point> {
    let before: Point | null = null;
    return this.until(`${describe(target)} to be in reach`, async () => {
      const { point, isDisabled } = await this.find(target);
      const isStill = point !== null && before !== null && point.x === before.x && point.y === before.y;
      before = point;
      return isStill && !isDisabled && point;
    });
  }

  /** Again where the page moved under the finger: a toast, or what a co-GM wrote. */
  async tap(target: Target): Promise<void> {
    await this.until(`${describe(target)} to be tapped`, async () => {
      const point = await this.pointOf(target);
      await this.tab.evaluate(`${FINDER}
        window.journeyTapped = false;
        one(${sent(target)})?.addEventListener('click', () => (window.journeyTapped = true), { capture: true, once: true });
        return true;`);
      await this.tab.drag([point]);
      return this.#isTapped();
    });
  }

  /** Whether the click came within a second. A page that was left meanwhile was left by it. */
  async #isTapped(): Promise<boolean> {
    for (let i = 0; i < 10; i++) {
      const state = await this.run(() => (window as { journeyTapped?: boolean }).journeyTapped ?? 'left').catch(
        () => 'left' as const, // reason: a page that is being left answers nothing
      );
      if (state !== false) return true;
      await pause();
    }
    return false;
  }

  async drag(from: Target, to: Point): Promise<void> {
    const start = await this.pointOf(from);
    const steps = 14;
    const path = Array.from({ length: steps + 1 }, (_, i) => ({
      x: start.x + ((to.x - start.x) * i) / steps,
      y: start.y + ((to.y - start.y) * i) / steps,
    }));
    await this.tab.drag([...path, to]);
  }

  /** Taps a field and writes in the place of what is in it. */
  async fill(target: Target, words: string): Promise<void> {
    await this.tap(target);
    await this.until(`${describe(target)} to have the caret`, async () => (await this.find(target)).isFocused);
    await this.press('Control+a');
    await this.type(words);
    await this.reads(target, words);
  }

  /** Gives a file field these bytes, as the engine's own dialog would. */
  async choose(field: string, name: string, bytes: Uint8Array, type: string): Promise<void> {
    await this.until(`a file field ${field}`, () => this.run((s) => document.querySelector(s) !== null, field));
    await this.run(
      (selector, fileName, base64, mime) => {
        const input = document.querySelector<HTMLInputElement>(selector)!;
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName, { type: mime }));
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        return true;
      },
      field,
      name,
      Buffer.from(bytes).toString('base64'),
      type,
    );
  }

  /** What the page hands the browser to download while `act` is done. */
  async downloaded(act: () => Promise<void>): Promise<Uint8Array> {
    await this.run(() => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (object) => {
        Object.assign(window, { journeyDownload: object });
        return make(object);
      };
      return true;
    });
    await act();
    const base64 = await this.until('a download', () =>
      this.run(async () => {
        const blob = (window as { journeyDownload?: Blob }).journeyDownload;
        if (!blob) return null;
        const url = await new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result as string);
          reader.readAsDataURL(blob);
        });
        return url.slice(url.indexOf(',') + 1);
      }),
    );
    return Buffer.from(base64, 'base64');
  }
}
