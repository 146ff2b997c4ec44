// Firefox ESR, driven over BiDi.
import puppeteer from 'puppeteer-core';
import type { Engine } from './engine.ts';

export const startFirefox = async (): Promise<Engine> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
  });
  let page = await browser.newPage();
  return {
    name: 'Firefox ESR',
    goto: async (url) => void (await page.goto(url, { waitUntil: 'domcontentloaded' })),
    evaluate: (body) => page.evaluate(`(async () => { ${body} })()`) as Promise<never>,
    type: (text) => page.keyboard.type(text),
    newTab: async () => {
      const next = await browser.newPage();
      await page.close();
      page = next;
    },
    close: () => browser.close(),
  };
};
