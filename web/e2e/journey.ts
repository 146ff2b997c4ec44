// What every journey needs: a server on a free port with a folder of its own, prepared campaigns, and the words of the screen.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Server } from './server.ts';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The sample campaign as it is on a device right after it was opened. */
interface PreparedSample {
  storage: StorageState;
  /** The address of its table. */
  play: string;
  overview: string;
}

/** Prepared samples by the server whose address their storage belongs to. */
const samples = new Map<Server, PreparedSample>();

interface JourneyOptions {
  /**
   * A server for this journey alone: for one that kills or configures it, gives orders to it, or syncs the sample, which
   * has the same id wherever it was prepared.
   */
  ownServer: boolean;
  /**
   * True: the index of search starts in the background of every page, as on a GM's device. Else it starts where the
   * search page or the questions ask for it: starting Postgres takes as long as some journeys, and most do not search.
   */
  indexAtRest: boolean;
  /**
   * False: the app's worker is not registered before `installed` or `airplane` asks for it. Caching the whole app takes
   * longer than some journeys, and most never leave the network.
   */
  installsAtOnce: boolean;
}
interface JourneyFixtures {
  server: Server;
  errors: string[];
  indexed: void;
  installing: void;
}

export const test = base.extend<JourneyOptions & JourneyFixtures, { sharedServer: Server }>({
  ownServer: [false, { option: true }],
  indexAtRest: [false, { option: true }],
  installsAtOnce: [false, { option: true }],
  sharedServer: [
    async ({ browser }, use) => {
      const server = new Server();
      await server.start();
      try {
        samples.set(server, await prepareSample(browser, server));
        await use(server);
      } finally {
        samples.delete(server);
        await server.dispose();
      }
    },
    { scope: 'worker' },
  ],
  server: async ({ ownServer, sharedServer }, use) => {
    if (!ownServer) return use(sharedServer);
    const server = new Server();
    await server.start();
    await use(server);
    await server.dispose();
  },
  indexed: [
    async ({ browser, context, indexAtRest }, use) => {
      const end = indexAtRest ? undefined : await onEachDevice(browser, context, withoutIndexAtRest);
      await use();
      end?.();
    },
    { auto: true },
  ],
  installing: [
    async ({ browser, context, installsAtOnce }, use) => {
      const end = installsAtOnce ? undefined : await onEachDevice(browser, context, holdWorker);
      await use();
      end?.();
    },
    { auto: true },
  ],
  // Anything thrown in a page fails the journey; so does any request to another host. Asks for the server so that it is
  // looked at before the server goes: a page still loading when its server is taken away is no fault of the page.
  errors: [
    async ({ context, server: _ }, use) => {
      const errors: string[] = [];
      watch(context, errors);
      await use(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** Prepares the journey's device, and each that it adds until the function given back is called. */
const onEachDevice = async (
  browser: Browser,
  context: BrowserContext,
  prepare: (context: BrowserContext) => Promise<unknown>,
): Promise<() => void> => {
  await prepare(context);
  const newContext = browser.newContext;
  browser.newContext = async (options) => {
    const other = await newContext.call(browser, options);
    await prepare(other);
    return other;
  };
  return () => void (browser.newContext = newContext);
};

/** As on a device where starting the index took too much memory: the app does not start it by itself. */
const withoutIndexAtRest = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    if (!location.protocol.startsWith('http')) return;
    if (/\/(?:search|questions)$/.test(location.pathname)) localStorage.removeItem('emberkeep-index-starts');
    else localStorage.setItem('emberkeep-index-starts', '2');
  });

/** Registering a service worker waits until `installed` asks for it. A page that already has one goes on as ever. */
const holdWorker = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const workers = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
    if (!workers || workers.controller) return;
    const register = workers.register.bind(workers);
    const asked = new Promise<void>((resolve) => addEventListener('journey-install', () => resolve(), { once: true }));
    workers.register = (...args) => asked.then(() => register(...args));
  });

/** Opens the sample by its button, once a worker; journeys start from what is on the disk then. */
const prepareSample = async (browser: Browser, server: Server): Promise<PreparedSample> => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await withoutIndexAtRest(context);
  const page = await context.newPage();
  await clickSample(page, server);
  const play = page.url();
  await page.getByRole('region', { name: 'Scene', exact: true }).getByRole('heading').first().waitFor();
  await savedHere(page);
  const overview = await toOverview(page);
  // A page without the app: nothing is written while the disk is copied.
  await page.goto(`${server.url}/robots.txt`);
  const storage = await context.storageState({ indexedDB: true });
  for (const origin of storage.origins)
    origin.localStorage = origin.localStorage.filter(({ name }) => name !== 'emberkeep-index-starts');
  await context.close();
  return { storage, play, overview };
};

/** Nothing is being written to the disk any more: all is there, or was refused. */
const saveEnds = (page: Page): Promise<void> =>
  page.locator('[data-saving="saving"]').waitFor({ state: 'detached', timeout: 20_000 });

/** What a page says of a style that it was still fetching when it was left. */
const CUT_OFF = /^Error: Unable to preload CSS/;

/** As a person who stays when the browser asks: a page is left once the words are on the disk, or were refused. */
const waitBeforeLeaving = (page: Page, errors: string[]): void => {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const leaveBy = async <T>(leave: () => Promise<T>): Promise<T> => {
    await saveEnds(page);
    const before = errors.length;
    const left = await leave();
    errors.push(...errors.splice(before).filter((error) => !CUT_OFF.test(error)));
    return left;
  };
  page.goto = (...args) => leaveBy(() => goto(...args));
  page.reload = (...args) => leaveBy(() => reload(...args));
};

export const watch = (context: BrowserContext, errors: string[]): void => {
  context.on('page', (page) => waitBeforeLeaving(page, errors));
  context.on('weberror', (error) => errors.push(error.error().stack || String(error.error())));
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
      errors.push(`outside request: ${request.url()}`);
  });
};

export { expect, Server };

/** The writing surface of the Prep note. */
export const prepNote = (page: Page) => page.getByRole('textbox', { name: 'Prep notes' });
/** Its words without the names at co-GMs' carets. */
export const noteText = (page: Page): Promise<string> =>
  prepNote(page).evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('.collaboration-carets__caret').forEach((caret) => caret.remove());
    return (copy.textContent ?? '').replace(/\u2060/g, '');
  });
export const chip = (page: Page) => page.getByTestId('sync-chip');

const clickSample = async (page: Page, server: Server): Promise<void> => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the sample campaign' }).click();
  await page.waitForURL(/\/play$/);
};
/** From the table, by the campaign's name. */
const toOverview = async (page: Page): Promise<string> => {
  await page.getByRole('link', { name: 'The Drowned Lantern', exact: true }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
  return page.url();
};
/** The prepared sample for a page that has opened nothing yet; undefined where the sample has to be opened by its button. */
const putSample = async (page: Page, server: Server): Promise<PreparedSample | undefined> => {
  const sample = page.url() === 'about:blank' ? samples.get(server) : undefined;
  if (sample) await page.context().setStorageState(sample.storage);
  return sample;
};

/** The sample campaign, on its overview. Gives its id. */
export const openSample = async (page: Page, server: Server): Promise<string> => {
  const sample = await putSample(page, server);
  if (sample) {
    await page.goto(sample.overview);
    await page.getByRole('link', { name: 'Continue prep' }).waitFor();
  } else {
    await clickSample(page, server);
    await toOverview(page);
  }
  return /campaigns\/([\w-]+)/.exec(page.url())?.[1] ?? '';
};
/** The sample campaign at its table. Gives the table's address. */
export const sampleAtTable = async (page: Page, server: Server): Promise<string> => {
  const sample = await putSample(page, server);
  if (sample) await page.goto(sample.play);
  else await clickSample(page, server);
  await page
    .getByRole('region', { name: 'Scene', exact: true })
    .getByRole('heading', { name: 'The sea gate' })
    .waitFor();
  return page.url();
};

/** A new campaign with one session, on its Prep page, without the first hints. */
export const newPrep = async (page: Page, server: Server, name = 'Ash and Salt'): Promise<void> => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'New campaign' }).click();
  // Hints come with the first campaign of a device.
  const hasHints = (await page.getByRole('article').count()) === 0;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create campaign' }).click();
  if (hasHints) await page.getByRole('button', { name: 'Skip hints' }).click();
  await prepNote(page).waitFor();
};

export const type = async (page: Page, text: string): Promise<void> => {
  await prepNote(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
};

/**
 * What closes, a dialog or an open list, goes one step back in the history: a page that is asked for before that would be
 * left again.
 */
export const backInHistory = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => history.state['emberkeep:dialogs'] as unknown)).toBeUndefined();

/** Turns sync on and gives an invite link for a co-GM. Leaves the page on the campaign's settings. */
export const inviteLink = async (page: Page): Promise<string> => {
  const base = /^.*\/campaigns\/[\w-]+/.exec(page.url())?.[0] ?? '';
  await page.goto(`${base}/settings`);
  const turnOn = page.getByRole('button', { name: 'Turn on sync' });
  const invite = page.getByRole('button', { name: 'Invite a co-GM' });
  await turnOn.or(invite).waitFor();
  if (await turnOn.isVisible()) {
    await turnOn.click();
    await page.getByRole('button', { name: 'I’ve saved it' }).click();
  }
  await invite.click();
  const shown = page.getByLabel('Link', { exact: true });
  const link = await shown.inputValue();
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
  await backInHistory(page);
  return link;
};

/** Joins by link in a fresh context. */
export const joinBy = async (page: Page, link: string, name: string): Promise<void> => {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+$/);
};

/** The chip says that everything is on the relay's disk. */
export const synced = async (page: Page): Promise<void> =>
  expect(chip(page)).toContainText('Synced', { timeout: 20_000 });

/** Everything typed so far is on this device's disk: the page's own word for it. */
export const savedHere = async (page: Page): Promise<void> => {
  // A page that is still being drawn hears no key yet: pressing again does no harm.
  await expect(async () => {
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Saved on this device', { exact: true }).last()).toBeVisible({ timeout: 3000 });
    await saveEnds(page);
  }).toPass({ timeout: 30_000 });
};

/** The app's worker has fetched everything and answers for the network; on a busy machine that takes its time. */
export const installed = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    dispatchEvent(new Event('journey-install'));
    return navigator.serviceWorker.ready.then(() => undefined);
  });
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 40_000 })
    .toBe(true);
};

/** Airplane mode, once the app's worker can answer for the network. The journey's file allows service workers. */
export const airplane = async (page: Page): Promise<void> => {
  await installed(page);
  await page.context().setOffline(true);
};

/** A row of the evening's menu. */
export const inSessionMenu = async (page: Page, row: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: row }).click();
};

/** Opens the review, the log or the record of the session on screen, by the menu at its title. */
export const openRecord = async (page: Page, name: 'Review' | 'Log' | 'Details'): Promise<void> => {
  await page.getByRole('button', { name: 'Review, log and details' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
  const path = name === 'Details' ? 'record' : name.toLowerCase();
  await page.waitForURL(new RegExp(`/${path}(?:\\?|$)`));
};

/** Reopens the completed session on screen. Wrap-up opens with a bar of its own: what was open in the old one goes. */
export const reopenSession = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Reopen' }).click();
  await page.waitForURL(/\/wrapup$/);
  await page.getByRole('button', { name: 'Mark as completed' }).waitFor();
};

/** Shows a part of a session's record. */
export const recordTab = (page: Page, name: 'Plan' | 'Attendance' | 'Stats' | 'Summary'): Promise<void> =>
  page.getByRole('tab', { name, exact: true }).click();
