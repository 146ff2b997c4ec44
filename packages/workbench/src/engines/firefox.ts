// Firefox ESR, driven over BiDi.
import { inflateSync } from 'node:zlib';
import puppeteer, { type KeyInput, type Page } from 'puppeteer-core';
import { WINDOW, type Engine, type Profile, type Tab } from './engine.ts';

const PAGE_OBJECT = /\/Type\s*\/Page\b(?!s)/g;
const STREAM = /stream\r?\n([\s\S]*?)\r?\nendstream/g;

/** How many pages a PDF has, whose objects Firefox packs into deflated streams. */
const pagesOf = (pdf: Uint8Array): number => {
  const whole = Buffer.from(pdf).toString('latin1');
  const unpacked = [...whole.matchAll(STREAM)].map(([, packed]) => {
    try {
      return inflateSync(Buffer.from(packed ?? '', 'latin1')).toString('latin1');
    } catch {
      return ''; // not a deflated one
    }
  });
  return [whole, ...unpacked].join('\n').match(PAGE_OBJECT)?.length ?? 0;
};

const createTab = (page: Page): Tab => ({
  goto: async (url) => void (await page.goto(url, { waitUntil: 'domcontentloaded' })),
  reload: async () => void (await page.reload({ waitUntil: 'domcontentloaded' })),
  evaluate: (body) => page.evaluate(`(async () => { ${body} })()`) as Promise<never>,
  type: (text) => page.keyboard.type(text),
  press: async (keys) => {
    const all = keys.split('+') as KeyInput[];
    for (const key of all) await page.keyboard.down(key);
    for (const key of all.toReversed()) await page.keyboard.up(key);
  },
  drag: async ([first, ...rest]) => {
    if (!first) return;
    const touch = await page.touchscreen.touchStart(first.x, first.y);
    for (const { x, y } of rest) await touch.move(x, y);
    await touch.end();
  },
  printedPages: async () => pagesOf(await page.pdf({ format: 'a4' })),
  screenshot: () => page.screenshot(),
  close: () => page.close(),
});

/** A browser of its own for each profile: a tab behind another one would be a device whose screen is off. */
const startProfile = async (): Promise<Profile> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    defaultViewport: WINDOW,
    // Larger than what is shown: a touch beyond the window reaches nothing.
    args: [`--width=${WINDOW.width + 100}`, `--height=${WINDOW.height + 200}`],
    extraPrefsFirefox: { 'dom.w3c_touch_events.enabled': 1 },
  });
  return { openTab: async () => createTab(await browser.newPage()), close: () => browser.close() };
};

export const startFirefox = (): Promise<Engine> =>
  Promise.resolve({ name: 'Firefox ESR', newProfile: startProfile, close: () => Promise.resolve() });
