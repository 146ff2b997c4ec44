// The core journeys, as a person drives them, on one script for every engine: by the roles and names that are on screen.
// Offline is a server that was killed: the engines have no other switch in common.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { Server } from '../../../../web/e2e/server.ts';
import { ROOT } from '../run.ts';
import type { Engine, Profile } from './engine.ts';
import {
  button,
  css,
  dialog,
  EnginePage,
  having,
  last,
  link,
  region,
  text,
  textbox,
  type Target,
} from './engine-page.ts';

const NOTE = textbox('Prep notes');
const CHIP = css('[data-testid="sync-chip"]');
const SCRATCHPAD = textbox('Scratchpad');
const SUGGESTIONS: Target = { role: 'complementary', name: 'Suggestions' };
const A4_HEIGHT_PX = 1123;
/** Where pictures of failed journeys go, beside those of Playwright. */
const PICTURES = join(ROOT, 'test-results/engines');

/** What a journey is given; everything is closed after it. */
export interface JourneyWorld {
  engine: Engine;
  server: Server;
  /** A tab of a new device that has opened nothing yet. */
  newDevice(): Promise<EnginePage>;
  /** Another tab of the device of this page. */
  secondTab(page: EnginePage): Promise<EnginePage>;
}

export interface EngineJourney {
  name: string;
  run(world: JourneyWorld): Promise<void>;
}

const newPrep = async (page: EnginePage, server: Server, name: string): Promise<void> => {
  await page.goto(server.url);
  await page.tap(button('New campaign'));
  await page.fill({ label: 'Name' }, name);
  await page.tap(button('Create campaign'));
  await page.tap(button('Skip hints'));
  await page.sees(NOTE);
};

const caretAtEnd = async (page: EnginePage, note: Target = NOTE): Promise<void> => {
  await page.tap(note);
  await page.press('Control+End');
};

const write = async (page: EnginePage, words: string, note: Target = NOTE): Promise<void> => {
  await caretAtEnd(page, note);
  await page.type(words);
  await page.reads(note, words.trim());
};

/** Everything typed so far is on the device's disk: the page's own word for it. */
const saved = async (page: EnginePage): Promise<void> => {
  await page.press('Control+s');
  await page.sees(text('Saved on this device'));
  await page.seesNo(css('[data-saving="saving"]'));
};

const synced = (page: EnginePage): Promise<void> => page.reads(CHIP, 'Synced');

/** The sample campaign at its table. */
const openSample = async (page: EnginePage, server: Server): Promise<void> => {
  await page.goto(server.url);
  await page.tap(button('Open the sample campaign'));
  await page.sees({ role: 'heading', name: 'The sea gate', within: region('Scene') });
};

/** The app's worker has fetched everything and answers for the network. */
const installed = (page: EnginePage): Promise<boolean> =>
  page.until('the app to be installed', () =>
    page.run(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return Boolean(registration?.active) && navigator.serviceWorker.controller !== null;
    }),
  );

const airplane = async (page: EnginePage, server: Server): Promise<void> => {
  await installed(page);
  // The first version is no update.
  if ((await page.count(text(/^A new version is ready/))) > 0) throw new Error('the first visit offers an update');
  await server.kill();
};

const campaignOf = async (page: EnginePage): Promise<string> =>
  /^.*\/campaigns\/[\w-]+/.exec(await page.url())?.[0] ?? '';

/** Turns sync on and gives an invite link for a co-GM. */
const inviteLink = async (page: EnginePage): Promise<string> => {
  await page.goto(`${await campaignOf(page)}/settings`);
  await page.tap(button('Turn on sync'));
  await page.tap(button('I’ve saved it'));
  await page.tap(button('Invite a co-GM'));
  return page.sees({ label: 'Link' });
};

const joinBy = async (page: EnginePage, invitation: string, name: string): Promise<void> => {
  await page.goto(invitation);
  await page.fill({ label: /^Your name/ }, name);
  await page.tap(button('Join'));
  await page.tap(link('Continue prep'));
  await page.sees(NOTE);
};

const sceneTitles = (page: EnginePage): Promise<string[]> =>
  page.run(() =>
    [...document.querySelectorAll('[role="list"][aria-label^="Scene"] .title, ol[aria-label^="Scene"] .title')].map(
      (each) => each.textContent ?? '',
    ),
  );

const PREP = [
  'When they arrive at the docks at dusk, the warehouse is shut and a crane is burning. Nobody in the street has seen anything, and everybody looks away.',
  'Madame Lefevre greets them in her salon and begs them to find her brother Anselm. She pays fifty gold and asks for silence.',
  'The cultists attack on the bridge at midnight. Roll initiative; six of them, and their captain flees when he is hurt.',
];

const VAULT = zipSync({
  'Vault/NPCs/Quartermaster Ilse.md': strToU8(
    '---\naliases: [Ilse]\nfaction: "[[Rope Guild]]"\n---\nKeeps the [[Rope Guild#Ledger|ledger]].\n\n> [!secret]\n> Sells to both sides.\n',
  ),
  'Vault/Factions/Rope Guild.md': strToU8('Ropes for everyone.'),
  'Vault/Sessions/Session 9 - The loft.md': strToU8('---\ndate: 2026-05-01\n---\nThey climbed.'),
});

/** A second version of the built app: another worker, so that the browser sees one. */
const release = (server: Server): void => {
  const worker = join(server.appDir, 'service-worker.js');
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// released ${process.hrtime.bigint()}\n`);
};

export const JOURNEYS: readonly EngineJourney[] = [
  {
    name: 'cold start offline on a deep link; writing goes on and survives a reload',
    run: async ({ newDevice, secondTab, server }) => {
      const page = await newDevice();
      await openSample(page, server);
      await page.tap(link(/^Prep/));
      await page.reads(NOTE, 'Before the boat');
      const deepLink = await page.url();
      await airplane(page, server);
      const cold = await secondTab(page);
      await page.close();
      await cold.goto(deepLink);
      await page.until('a cold start', async () => (await cold.find(NOTE)).count > 0);
      await write(cold, 'Written with no network at all.');
      await saved(cold);
      await cold.reload();
      await cold.reads(NOTE, 'Written with no network at all.');
    },
  },
  {
    name: 'a name that does not exist is made while writing; a rename keeps its link',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'Ash and Salt');
      await airplane(page, server);
      await caretAtEnd(page);
      await page.type('They owe [[Old Miller');
      await page.tap({ role: 'option', name: 'Create “Old Miller” as NPC' });
      await page.type(' a favour.');
      await page.reads(NOTE, 'They owe [[Old Miller]] a favour.');
      await page.tap(link('Old Miller', NOTE));
      const card: Target = { role: 'article', name: 'Old Miller' };
      await page.fill({ label: 'Name', within: card }, 'Josef Miller');
      await page.press('Enter');
      await page.tap(button(/Update 1 link/));
      await page.reads(NOTE, 'They owe [[Josef Miller]] a favour.');
      await saved(page);
      await page.reload();
      await page.reads(NOTE, 'They owe [[Josef Miller]] a favour.');
    },
  },
  {
    name: 'Save & Analyse suggests scenes; one is accepted, one dismissed, and both stay so',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'Ash and Salt');
      await airplane(page, server);
      await caretAtEnd(page);
      for (const [i, paragraph] of PREP.entries()) {
        if (i > 0) await page.press('Enter');
        await page.type(paragraph);
      }
      const found: Target = { role: 'listitem', within: { role: 'region', name: 'Scenes', within: SUGGESTIONS } };
      const analyse = async (): Promise<void> => {
        await page.tap(button('Save & Analyse'));
        await page.reads({ role: 'status', within: SUGGESTIONS }, 'suggestion');
      };
      await analyse();
      await page.until('three scenes', async () => (await page.count(found)) >= 3);
      await page.tap(button(/^Accept/, last(found)));
      await page.tap(button(/^Dismiss/, found));
      await page.tap(button(/^Scenes/));
      await page.until('one scene card', async () => (await sceneTitles(page)).length === 1);
      await analyse();
      await page.reads({ role: 'status', within: SUGGESTIONS }, '1 that you dismissed before is left out');
      await page.reload();
      await page.tap(button(/^Scenes/));
      await page.until('one scene card', async () => (await sceneTitles(page)).length === 1);
      await page.reads(NOTE, 'their captain flees');
    },
  },
  {
    name: 'Play offline: drawer, dice, log, clock and scratchpad, all there after a reload',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await openSample(page, server);
      await airplane(page, server);
      await page.tap(button('Old Tam', region('Scene')));
      await page.reads(region('Entity details'), 'Old Tam');
      await page.tap(button('Dice'));
      await page.tap(button('3d6', region('Tools')));
      await page.reads({ role: 'status', within: region('Tools') }, '3d6');
      await page.tap(button(/^Log roll/, { role: 'status', within: region('Tools') }));
      await page.sees(button('Logged', region('Tools')));
      await page.tap(button('Clocks & goals'));
      const tick = button(/^Tick /, region('Tools'));
      const step = (): Promise<string | null> =>
        page.run(
          () => document.querySelector('[role="spinbutton"][aria-valuetext]')?.getAttribute('aria-valuetext') ?? null,
        );
      await page.sees(tick);
      const before = Number.parseInt((await step()) ?? '', 10);
      await page.tap(tick);
      await page.until('the clock to tick', async () => Number.parseInt((await step()) ?? '', 10) === before + 1);
      await write(page, 'The lamp went out by itself.', SCRATCHPAD);
      await saved(page);
      await page.reload();
      await page.reads(SCRATCHPAD, 'The lamp went out by itself.');
      await page.reads(region('Entity details'), 'Old Tam');
      await page.until('the clock', async () => Number.parseInt((await step()) ?? '', 10) === before + 1);
      await page.goto((await page.url()).replace(/\/play.*$/, '/log'));
      await page.reads({ role: 'list', name: 'Events' }, '3d6');
    },
  },
  {
    name: 'a scene is dragged to another place and stays there',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'Ash and Salt');
      await airplane(page, server);
      await page.tap(button(/^Scenes/));
      for (const title of ['Docks', 'Salon', 'Bridge']) {
        await page.fill(textbox('New scene'), title);
        await page.press('Enter');
        await page.sees(button(`Move ${title}`));
      }
      const to = await page.pointOf(button('Move Bridge'));
      await page.drag(button('Move Docks'), { x: to.x, y: to.y + 10 });
      const isMoved = async (): Promise<boolean> => (await sceneTitles(page)).join() === 'Salon,Bridge,Docks';
      await page.until('the new order', isMoved);
      await saved(page);
      await page.reload();
      await page.tap(button(/^Scenes/));
      await page.until('the new order after a reload', isMoved);
    },
  },
  {
    name: 'a co-GM joins by link on another device and reads what was written',
    run: async ({ newDevice, server }) => {
      const [page, other] = [await newDevice(), await newDevice()];
      await newPrep(page, server, 'Ash and Salt');
      await write(page, 'Rook waits at the quay.');
      const invitation = await inviteLink(page);
      await joinBy(other, invitation, 'Ben');
      await other.reads(NOTE, 'Rook waits at the quay.');
      if ((await other.url()).includes('#')) throw new Error('the key is still in the address');
      await page.press('Escape');
      await synced(other);
    },
  },
  {
    name: 'two GMs write the same note with no relay between them; everything merges when it is back',
    run: async ({ newDevice, server }) => {
      const [page, other] = [await newDevice(), await newDevice()];
      await newPrep(page, server, 'Ash and Salt');
      const prep = await page.url();
      await write(page, 'Rook waits at the quay.');
      const invitation = await inviteLink(page);
      await joinBy(other, invitation, 'Ben');
      await other.reads(NOTE, 'Rook waits at the quay.');
      await page.goto(prep);
      await synced(page);
      await synced(other);
      await server.kill();
      await write(page, ' The tide turned.');
      await write(other, ' Ben wrote this alone.');
      for (const each of [page, other]) await each.reads(CHIP, /Offline|to send|Reconnecting/);
      await server.start();
      for (const each of [page, other]) {
        await each.reads(NOTE, 'The tide turned.');
        await each.reads(NOTE, 'Ben wrote this alone.');
        await synced(each);
      }
    },
  },
  {
    name: 'players read along, offline too, until the GM takes it back',
    run: async ({ newDevice, server }) => {
      const [page, player] = [await newDevice(), await newDevice()];
      await openSample(page, server);
      const campaign = await campaignOf(page);
      await page.goto(`${campaign}/settings`);
      await page.tap(button('Turn on sync'));
      await page.tap(button('I’ve saved it'));
      await page.tap(link('Choose what they see'));
      await page.tap({ role: 'checkbox', name: /^3\. Nine Pages/ });
      await page.tap({ role: 'checkbox', name: 'Share with players' });
      await page.sees(text('Players have this.'));
      await page.goto(`${campaign}/settings`);
      await page.tap(button('Get player link'));
      await player.goto(await page.sees({ label: 'Link' }));
      await player.fill({ label: /^Your name/ }, 'Jo');
      await player.tap(button('Open'));
      await player.reads({ role: 'heading', name: /./ }, 'The Drowned Lantern');
      const evenings = region('Sessions');
      await player.tap(link(/Nine Pages/, evenings));
      await player.sees({ role: 'listitem', within: region('What happened') });
      await airplane(player, server);
      await player.reload();
      await player.sees({ role: 'listitem', within: region('What happened') });
      await server.start();
      await page.goto(`${campaign}/players`);
      await page.tap({ role: 'checkbox', name: 'Share with players' });
      await player.goto((await player.url()).replace(/\/sessions\/.*$/, ''));
      await player.sees(text('Nothing is shared with players at the moment.'));
    },
  },
  {
    name: 'a backup restores the campaign on an empty device with no network',
    run: async ({ newDevice, server }) => {
      const [page, other] = [await newDevice(), await newDevice()];
      await openSample(page, server);
      await page.goto(`${await campaignOf(page)}/settings`);
      const backup = await page.downloaded(() => page.tap(button('Back up campaign')));
      await other.goto(server.url);
      await airplane(other, server);
      await other.choose('input[type=file]', 'backup.json', backup, 'application/json');
      await other.sees(text('This backup opens completely.'));
      await other.tap(button('Restore'));
      await other.sees({ role: 'heading', name: 'The Drowned Lantern' });
      await other.tap(link('Continue prep'));
      await other.reads(NOTE, 'One step too many');
    },
  },
  {
    name: 'an Obsidian vault is shown, imported and there after a reload',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'Ash and Salt');
      await airplane(page, server);
      const campaign = await campaignOf(page);
      await page.goto(`${campaign}/files`);
      await page.tap(button('Import…'));
      await page.choose(
        '[role="dialog"] input[type=file], dialog input[type=file]',
        'Vault.zip',
        VAULT,
        'application/zip',
      );
      await page.reads(dialog, '4 new, 0 to update');
      await page.tap(button('Import', dialog));
      await page.sees(text('Imported from Vault.zip: 4 new.'));
      await saved(page);
      await page.goto(`${campaign}/entities`);
      await page.tap(link(/Quartermaster Ilse/));
      await page.reads(textbox(/^GM notes on/), 'Sells to both sides.');
    },
  },
  {
    name: 'search by words, meaning and a misspelt name, and Ask, with no network',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await openSample(page, server);
      const table = await page.url();
      await page.goto(`${await campaignOf(page)}/search`);
      const box: Target = { role: 'searchbox', name: 'Search the campaign' };
      const answers: Target = { role: 'list', name: 'Answers' };
      await page.sees(box);
      await page.seesNo({ role: 'progressbar', name: 'Getting search ready' });
      // What finds by meaning is on the device once it has found something.
      const byMeaning = async (): Promise<void> => {
        await page.fill(box, 'policewoman in charge of the port');
        await page.reads(answers, 'Captain Isaura Rook');
      };
      await byMeaning();
      await airplane(page, server);
      await page.reload();
      await page.sees(box);
      await page.seesNo({ role: 'progressbar', name: 'Getting search ready' });
      await page.fill(box, 'Maddame Lefevr');
      await page.reads(answers, 'Madame Lefevre');
      await byMeaning();
      await page.goto(table);
      await page.tap(button('Ask'));
      await page.fill(textbox('Question or note'), 'What do we know about Madame Lefevre?');
      await page.press('Enter');
      await page.reads({ role: 'log', name: 'Chat' }, /Lefevre[\s\S]*Lefevre/);
    },
  },
  {
    name: 'an update is offered, keeps what is typed, and comes by a tap only',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      server.ownApp();
      await server.kill();
      await server.start();
      await newPrep(page, server, 'Ash and Salt');
      await installed(page);
      await page.reload();
      await write(page, 'Typed while the new version arrived.');
      release(server);
      await page.run(async () => {
        await (await navigator.serviceWorker.getRegistration())?.update();
        Object.assign(window, { stillOld: true });
      });
      await page.reads(having({ role: 'status' }, 'A new version is ready'), 'A new version is ready');
      await write(page, ' And some more.');
      if (!(await page.run(() => 'stillOld' in window))) throw new Error('the page was reloaded by itself');
      await page.tap(button('Update now'));
      await page.until('the new version', () => page.run(() => !('stillOld' in window)));
      await page.reads(NOTE, 'Typed while the new version arrived. And some more.');
    },
  },
  {
    name: 'a full disk is told, nothing typed is lost, and it is saved once there is space',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'Ash and Salt');
      await write(page, 'Written while there was space.');
      await saved(page);
      // No engine but Chromium has a switch for a small disk: its refusal is what the app sees of one.
      await page.run(() => {
        const { put, add } = IDBObjectStore.prototype;
        const refuse = (): never => {
          throw new DOMException('The disk is full', 'QuotaExceededError');
        };
        Object.assign(IDBObjectStore.prototype, { put: refuse, add: refuse });
        Object.assign(window, { freeDisk: () => Object.assign(IDBObjectStore.prototype, { put, add }) });
        return true;
      });
      await write(page, ' Written into a full disk.');
      await page.reads({ role: 'alert' }, 'out of storage');
      await page.reads(CHIP, 'Not saved');
      const backup = await page.downloaded(() => page.tap(button('Back up now', { role: 'alert' })));
      if (backup.length < 1000) throw new Error('the backup is empty');
      await page.run(() => {
        (window as unknown as { freeDisk(): void }).freeDisk(); // reason: set above
        return true;
      });
      await page.until('everything to be saved', async () => !(await page.find(CHIP)).words.includes('Not saved'));
      await page.reload();
      await page.reads(NOTE, 'Written while there was space. Written into a full disk.');
    },
  },
  {
    name: 'prep of two hundred lines prints on all its pages',
    run: async ({ newDevice, server }) => {
      const page = await newDevice();
      await newPrep(page, server, 'The Long Road');
      const lines = Array.from({ length: 200 }, (_, i) => `Milestone ${i + 1} stands crooked by the ditch.`);
      await caretAtEnd(page);
      await page.run((words) => {
        const data = new DataTransfer();
        data.setData('text/plain', words);
        const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
        // Firefox takes no data with an event that a script makes.
        Object.defineProperty(paste, 'clipboardData', { value: data });
        document.activeElement!.dispatchEvent(paste);
        return true;
      }, lines.join('\n'));
      await page.reads(NOTE, 'Milestone 200 stands crooked');
      await saved(page);
      await page.goto((await page.url()).replace(/\/sessions\/([\w-]+)\/prep.*$/, '/paper/session/$1'));
      await page.sees(text(/Milestone 200 stands crooked/));
      const height = await page.run(() => document.documentElement.scrollHeight);
      const pages = await page.printedPages();
      if (pages !== null && pages < Math.max(3, Math.floor(height / A4_HEIGHT_PX / 1.5)))
        throw new Error(`${height} px of paper are ${pages} pages`);
    },
  },
];

/** Keeps what a page showed when its journey failed. */
const picture = async (engine: Engine, journey: EngineJourney, device: number, page: EnginePage): Promise<void> => {
  const bytes = await page.screenshot().catch(() => null); // a closed tab shows nothing
  if (bytes === null) return;
  mkdirSync(PICTURES, { recursive: true });
  const name = `${engine.name} ${journey.name.slice(0, 40)} ${device + 1}`.replace(/[^\w]+/g, '-');
  writeFileSync(join(PICTURES, `${name}.png`), bytes);
};

/** Runs one journey on devices and a relay of its own. Rejects with what went wrong. */
export const runJourney = async (engine: Engine, journey: EngineJourney): Promise<void> => {
  const server = new Server();
  const devices: { page: EnginePage; profile: Profile }[] = [];
  const open = async (profile: Profile): Promise<EnginePage> => {
    const page = new EnginePage(await profile.openTab());
    devices.push({ page, profile });
    return page;
  };
  try {
    await server.start();
    await journey.run({
      engine,
      server,
      newDevice: async () => open(await engine.newProfile()),
      secondTab: (page) => open(devices.find((each) => each.page === page)!.profile),
    });
    const errors = devices.flatMap(({ page }) => page.errors);
    if (errors.length > 0) throw new Error(`thrown on a page: ${errors.join(' · ')}`);
  } catch (error) {
    for (const [i, { page }] of devices.entries()) await picture(engine, journey, i, page);
    throw error;
  } finally {
    for (const profile of new Set(devices.map((each) => each.profile))) await profile.close();
    await server.dispose();
  }
};
