// 17.5: words that are typed and not sent are kept on the device, at once, and go with the record or the campaign.
import 'fake-indexeddb/auto';
import { DeviceDatabase, keysStartingWith } from '@emberkeep/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Drafts } from './drafts.svelte.ts';
import { writeTypedName } from './typed-name.svelte.ts';

/** The storage of one browser, with a limit, in characters, and tabs that hear of each other's writes. */
class FakeStorage {
  limit = Infinity;
  #entries = new Map<string, string>();
  readonly proxy = new Proxy(this, {
    ownKeys: () => [...this.#entries.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (_, name) => Reflect.get(this.methods, name) as unknown,
  });
  methods = {
    getItem: (key: string): string | null => this.#entries.get(key) ?? null,
    setItem: (key: string, value: string): void => {
      if (value.length > this.limit) throw new DOMException('full', 'QuotaExceededError');
      this.#entries.set(key, value);
    },
    removeItem: (key: string): void => void this.#entries.delete(key),
  };
}

type Run = (lock: { name: string } | null) => Promise<unknown>;

/** The locks of one browser. A tab that is killed, or reloaded, gives up its own. */
class FakeLocks {
  readonly #held = new Map<string, string>();
  readonly #waiting: (() => void)[] = [];

  readonly request = (name: string, ...rest: [Run] | [{ ifAvailable: true }, Run]): Promise<unknown> => {
    const run = rest.length === 1 ? rest[0] : rest[1];
    if (!this.#held.has(name)) return this.#grant(name, run);
    if (rest.length === 2) return run(null);
    return new Promise((resolve) => this.#waiting.push(() => resolve(this.#grant(name, run))));
  };

  /** Kills every tab. */
  killTabs(): void {
    this.#held.clear();
    for (const grant of this.#waiting.splice(0)) grant();
  }

  #grant(name: string, run: Run): Promise<unknown> {
    this.#held.set(name, name);
    return run({ name }).finally(() => this.#held.delete(name));
  }
}

/** What was clicked: the button that sends a form, or something else. */
class Clicked {
  constructor(private readonly isSubmit: boolean) {}
  closest(): Clicked | null {
    return this.isSubmit ? this : null;
  }
}

let storage: FakeStorage;
let locks: FakeLocks;
let page: EventTarget;
let db: DeviceDatabase;
let dbCount = 0;

beforeEach(async () => {
  storage = new FakeStorage();
  page = new EventTarget();
  locks = new FakeLocks();
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('localStorage', storage.proxy);
  vi.stubGlobal('window', page);
  vi.stubGlobal('Element', Clicked);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  db = new DeviceDatabase(`drafts-${(dbCount += 1)}`);
  await db.open();
});
afterEach(() => {
  db.close();
  vi.unstubAllGlobals();
});

/** A tab, or the same tab after a reload. */
const openTab = async (): Promise<Drafts> => {
  const drafts = new Drafts(db);
  await drafts.start();
  return drafts;
};
/** The tab that follows one that was killed. */
const killAndOpen = (): Promise<Drafts> => {
  locks.killTabs();
  return openTab();
};
const NEVER = (): Promise<void> => new Promise(() => undefined);
/** A campaign's disk that takes its records when told. */
const slowDisk = (tab: Drafts, campaignId = 'c1') => {
  const disk = { isAsked: false, save: (): void => undefined };
  const saved = new Promise<void>((resolve) => (disk.save = resolve));
  tab.followDisk(campaignId, () => {
    disk.isAsked = true;
    return saved;
  });
  return disk;
};
const send = (tab: Drafts, field: string, text: string): void => {
  tab.of('c1', field).text = text;
  tab.of('c1', field).clear();
};
const LONG = 'The gate was shut. '.repeat(20_000);

describe('a draft', () => {
  it('is there after a tab was killed right after the key', async () => {
    const tab = await openTab();
    tab.of('c1', 'event/words').text = 'Pell opens the ga';
    expect((await openTab()).of('c1', 'event/words').text).toBe('Pell opens the ga');
  });

  it('is the same for two views of one field, and of its own for each field and campaign', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = 'one';
    expect(tab.of('c1', 'a').text).toBe('one');
    expect(tab.of('c1', 'b').text).toBe('');
    expect(tab.of('c2', 'a').text).toBe('');
  });

  it('is gone once it was cleared', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = 'one';
    await tab.whenStored();
    tab.of('c1', 'a').clear();
    expect((await openTab()).of('c1', 'a').text).toBe('');
    await tab.whenStored();
    expect((await openTab()).of('c1', 'a').text).toBe('');
    expect([Object.keys(localStorage), await db.settings.count()]).toEqual([[], 0]);
  });

  it('that became a record is back in its field where the tab was killed before the disk had the record', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    send(tab, 'goal', 'Burn the tollhouse');
    expect(tab.of('c1', 'goal').text).toBe('');
    await tab.whenStored();
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('Burn the tollhouse');
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('Burn the tollhouse');
  });

  it('that became a record stays forgotten once the disk has the record', async () => {
    const tab = await openTab();
    const disk = slowDisk(tab);
    send(tab, 'goal', 'Burn the tollhouse');
    await vi.waitFor(() => expect(disk.isAsked).toBe(true));
    disk.save();
    await vi.waitFor(() => expect(Object.keys(localStorage)).toEqual([]));
    await tab.whenStored();
    expect(await db.settings.count()).toBe(0);
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('');
  });

  it('that is too long for the page’s storage is kept in the database, and comes back short', async () => {
    const tab = await openTab();
    tab.of('c1', 'import').text = 'short';
    tab.of('c1', 'import').text = LONG;
    await tab.whenStored();
    expect((await openTab()).of('c1', 'import').text).toBe(LONG);
    expect(JSON.stringify(Object.keys(localStorage).map((key) => localStorage.getItem(key)))).not.toContain('gate');
    tab.of('c1', 'import').text = 'cut';
    await tab.whenStored();
    expect((await openTab()).of('c1', 'import').text).toBe('cut');
    tab.of('c1', 'import').clear();
    await tab.whenStored();
    expect(await db.settings.count()).toBe(0);
  });

  it('is there after the browser was killed before it wrote the page’s storage to the disk', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = 'half';
    const onDisk = localStorage.getItem('emberkeep-draft:c1/a')!;
    tab.of('c1', 'a').text = 'half a sentence';
    await tab.whenStored();
    localStorage.setItem('emberkeep-draft:c1/a', onDisk.replace(/"at":\d+/, '"at":1'));
    expect((await openTab()).of('c1', 'a').text).toBe('half a sentence');
  });

  it('that the page’s storage refuses is kept in the database', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = 'the old words';
    storage.limit = 0;
    tab.of('c1', 'a').text = 'the old words and more';
    await tab.whenStored();
    expect((await openTab()).of('c1', 'a').text).toBe('the old words and more');
  });

  it('is the newest one after the clock was set back and the tab was killed before the database had it', async () => {
    const at = new Date('2030-05-01').getTime();
    vi.useFakeTimers({ toFake: ['Date'], now: at });
    const before = await openTab();
    before.of('c1', 'a').text = 'Pell opens';
    await before.whenStored();
    vi.setSystemTime(new Date('2026-05-01'));
    const killed = await openTab();
    killed.of('c1', 'a').text = 'Pell opens the gate';
    await killed.whenStored();
    // As if the database had not been written yet when the tab was killed.
    await db.settings.put({ key: 'emberkeep-draft:c1/a', value: { text: 'Pell opens', at } });
    expect((await openTab()).of('c1', 'a').text).toBe('Pell opens the gate');
    vi.useRealTimers();
  });

  it('stays in the page when no storage takes it', async () => {
    storage.limit = 0;
    const tab = await openTab();
    db.close();
    tab.of('c1', 'a').text = 'only here';
    await tab.whenStored();
    expect(tab.of('c1', 'a').text).toBe('only here');
  });
});

describe('drafts of two tabs', () => {
  const hears = (key: string): void =>
    void page.dispatchEvent(Object.assign(new Event('storage'), { key: `emberkeep-draft:${key}` }));

  it('show what the other typed, so that the next key adds to it', async () => {
    const [one, two] = [await openTab(), await openTab()];
    two.listen();
    expect(two.of('c1', 'a').text).toBe('');
    one.of('c1', 'a').text = 'from the first tab';
    hears('c1/a');
    expect(two.of('c1', 'a').text).toBe('from the first tab');
    one.of('c1', 'a').clear();
    hears('c1/a');
    expect(two.of('c1', 'a').text).toBe('');
  });

  it('becomes one record where both are sent at once: the second form is stopped, before the message arrived', async () => {
    const [one, two] = [await openTab(), await openTab()];
    const stop = two.listen();
    one.of('c1', 'new').text = 'The Crow';
    expect(two.of('c1', 'new').text).toBe('The Crow');
    const sent = (): boolean => page.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(sent()).toBe(true);
    one.of('c1', 'new').clear();
    expect(sent()).toBe(false);
    expect(two.of('c1', 'new').text).toBe('');
    two.of('c1', 'new').text = 'The Rook';
    expect(sent()).toBe(true);
    one.of('c1', 'new').clear();
    // The browser clicks the form's button before it sends the form, also when Enter was pressed.
    const clicked = (isSubmit: boolean): boolean => {
      const click = new Event('click', { cancelable: true });
      Object.defineProperty(click, 'target', { value: new Clicked(isSubmit) });
      return page.dispatchEvent(click);
    };
    for (const [field, isSubmit] of [
      ['form', true],
      ['button', false],
    ] as const) {
      one.of('c1', field).text = 'The Jay';
      expect(two.of('c1', field).text).toBe('The Jay');
      one.of('c1', field).clear();
      expect(clicked(isSubmit)).toBe(!isSubmit);
      expect(two.of('c1', field).text).toBe('');
    }
    stop();
    expect(sent()).toBe(true);
  });

  it('that the other cleared before this one showed them stay cleared', async () => {
    const one = await openTab();
    one.of('c1', 'a').text = 'sent';
    await one.whenStored();
    const two = await openTab();
    two.listen();
    one.of('c1', 'a').clear();
    hears('c1/a');
    await one.whenStored();
    expect(two.of('c1', 'a').text).toBe('');
    expect((await openTab()).of('c1', 'a').text).toBe('');
  });

  it('are read again when a tab that slept is looked at', async () => {
    const [one, two] = [await openTab(), await openTab()];
    const stop = two.listen();
    two.of('c1', 'a').text = 'half';
    two.of('c1', 'b').text = 'mine';
    one.of('c1', 'a').text = 'half a sentence';
    document.dispatchEvent(new Event('visibilitychange'));
    expect([two.of('c1', 'a').text, two.of('c1', 'b').text]).toEqual(['half a sentence', 'mine']);
    stop();
    one.of('c1', 'a').text = 'unheard';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(two.of('c1', 'a').text).toBe('half a sentence');
  });
});

describe('drafts of a campaign', () => {
  it('go with it when it is removed from the device; those of others stay', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = 'gone';
    tab.of('c1', 'long').text = LONG;
    tab.of('c11', 'a').text = 'stays';
    tab.of('', 'new-campaign/name').text = 'stays too';
    await tab.forget('c1');
    for (const drafts of [tab, await openTab()]) {
      expect([drafts.of('c1', 'a').text, drafts.of('c1', 'long').text]).toEqual(['', '']);
      expect(drafts.of('c11', 'a').text).toBe('stays');
      expect(drafts.of('', 'new-campaign/name').text).toBe('stays too');
    }
    const keys = (await db.settings.getAll()).map(({ key }) => key).sort();
    expect(keys).toEqual(['emberkeep-draft:/new-campaign/name', 'emberkeep-draft:c11/a']);
  });

  it('include the unsent words that an earlier version kept for the assistant', async () => {
    localStorage.setItem('emberkeep-ask:campaign/c1/session/s1', 'Who runs the');
    const tab = await openTab();
    expect(tab.of('c1', 'campaign/c1/session/s1/ask').text).toBe('Who runs the');
    expect(Object.keys(localStorage)).toEqual(['emberkeep-draft:c1/campaign/c1/session/s1/ask']);
  });
});

describe('words that were sent, in a tab that was killed before the disk had their record', () => {
  it('come back all, before what was typed since', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    send(tab, 'goal', 'Burn the tollhouse.');
    send(tab, 'goal', 'Flood the mine.');
    tab.of('c1', 'goal').text = 'Find the heir';
    send(tab, 'notes', 'One\nTwo');
    send(tab, 'notes', 'Three');
    const next = await killAndOpen();
    expect(next.of('c1', 'goal').text).toBe('Burn the tollhouse. Flood the mine. Find the heir');
    expect(next.of('c1', 'notes').text).toBe('One\nTwo\nThree');
  });

  it.each([
    ['a long text', LONG, Infinity],
    ['a storage of the page that refuses', 'Burn the tollhouse', 0],
  ])('come back from the database: %s', async (_, text, limit) => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    storage.limit = limit;
    send(tab, 'goal', text);
    expect(tab.of('c1', 'goal').text).toBe('');
    await tab.whenStored();
    expect((await killAndOpen()).of('c1', 'goal').text).toBe(text);
  });

  it('come back where the browser lost the page’s storage', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    send(tab, 'goal', 'Burn the tollhouse');
    await tab.whenStored();
    Object.keys(localStorage).forEach((key) => localStorage.removeItem(key));
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('Burn the tollhouse');
  });

  it('stay in the database’s draft while it refuses their copy', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    tab.of('c1', 'goal').text = 'Burn the tollhouse';
    await tab.whenStored();
    const write = vi.spyOn(db, 'writeNow').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    tab.of('c1', 'goal').clear();
    await tab.whenStored();
    write.mockRestore();
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('Burn the tollhouse');
    expect(await db.settings.count(keysStartingWith('emberkeep-draft:'))).toBe(1);
  });

  it('are shown once where only the copy of a long text was written', async () => {
    await db.settings.putMany([
      { key: 'emberkeep-draft:c1/import', value: { text: LONG, at: 1 } },
      { key: 'emberkeep-sent-draft:c1/import#gone.1', value: { text: LONG, at: 2 } },
    ]);
    expect((await openTab()).of('c1', 'import').text).toBe(LONG);
  });

  it('come back from a copy of the version before', async () => {
    localStorage.setItem('emberkeep-sent-draft:c1/goal', JSON.stringify({ text: 'Burn the tollhouse', at: 1 }));
    expect((await openTab()).of('c1', 'goal').text).toBe('Burn the tollhouse');
  });

  it('go with their campaign', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    send(tab, 'goal', 'Burn the tollhouse');
    await tab.forget('c1');
    expect([Object.keys(localStorage), await db.settings.count()]).toEqual([[], 0]);
    expect((await killAndOpen()).of('c1', 'goal').text).toBe('');
  });

  it('the disk is asked after the task that sent them, so that it includes a record written last in it', async () => {
    const tab = await openTab();
    const disk = slowDisk(tab);
    send(tab, 'goal', 'Burn the tollhouse');
    await Promise.resolve();
    expect(disk.isAsked).toBe(false);
    await vi.waitFor(() => expect(disk.isAsked).toBe(true));
  });
});

describe('words that were sent, while their tab still runs', () => {
  it('stay out of the other tabs’ fields, and come back once the tab is killed', async () => {
    const one = await openTab();
    one.followDisk('c1', NEVER);
    send(one, 'goal', 'Burn the tollhouse');
    const two = await openTab();
    expect(two.of('c1', 'goal').text).toBe('');
    locks.killTabs();
    await vi.waitFor(() => expect(two.of('c1', 'goal').text).toBe('Burn the tollhouse'));
  });

  it('stay out of them also where the browser has no locks, until the tab must be gone', async () => {
    vi.stubGlobal('navigator', {});
    const one = await openTab();
    one.followDisk('c1', NEVER);
    send(one, 'goal', 'Burn the tollhouse');
    expect((await openTab()).of('c1', 'goal').text).toBe('');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    expect((await openTab()).of('c1', 'goal').text).toBe('Burn the tollhouse');
    vi.useRealTimers();
  });
});

describe('a new name of a record', () => {
  const rename = (tab: Drafts, typed: string, ok: boolean): { ok: boolean } | null => {
    const draft = tab.of('c1', 'entity/e1/name');
    draft.text = typed;
    return writeTypedName(draft, { typed, before: 'Vey' }, () => {
      expect(draft.text).toBe(typed);
      return { ok };
    });
  };

  it('that is refused stays typed, and one that is written does not', async () => {
    const tab = await openTab();
    expect(rename(tab, 'The Crow', false)).toEqual({ ok: false });
    expect((await openTab()).of('c1', 'entity/e1/name').textOver('Vey')).toBe('The Crow');
    expect(rename(tab, 'The Crow', true)).toEqual({ ok: true });
    expect(tab.of('c1', 'entity/e1/name').text).toBe('');
    expect(rename(tab, 'Vey', true)).toBe(null);
    expect(tab.of('c1', 'entity/e1/name').text).toBe('');
  });

  it('that was written and lost comes back over the old name only, never over a newer one', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    rename(tab, 'The Crow', true);
    await tab.whenStored();
    const draft = (await killAndOpen()).of('c1', 'entity/e1/name');
    expect(draft.textOver('Vey')).toBe('The Crow');
    expect([draft.textOver('The Crow'), draft.textOver('The Rook of Dunmore')]).toEqual(['', '']);
    draft.text = 'The Crow of Dunmore';
    expect(draft.textOver('The Rook of Dunmore')).toBe('The Crow of Dunmore');
  });

  it('that was typed since is not joined with the one that was lost', async () => {
    const tab = await openTab();
    tab.followDisk('c1', NEVER);
    rename(tab, 'The Crow', true);
    tab.of('c1', 'entity/e1/name').text = 'The Jay';
    expect((await killAndOpen()).of('c1', 'entity/e1/name').textOver('Vey')).toBe('The Jay');
  });
});

describe('a database that cannot be read', () => {
  const refuseReads = () =>
    vi.spyOn(db.settings, 'getAll').mockRejectedValue(new DOMException('the disk failed', 'UnknownError'));

  it('fails the start instead of showing a long draft as empty, and keeps the draft', async () => {
    const tab = await openTab();
    tab.of('c1', 'a').text = LONG;
    await tab.whenStored();
    const reads = refuseReads();
    await expect(openTab()).rejects.toThrow('the disk failed');
    reads.mockRestore();
    expect((await openTab()).of('c1', 'a').text).toBe(LONG);
  });

  it('leaves what another tab sent for the next start', async () => {
    const sender = await openTab();
    sender.followDisk('c1', NEVER);
    send(sender, 'a', LONG);
    await sender.whenStored();
    const tab = await openTab();
    const reads = refuseReads();
    locks.killTabs();
    await vi.waitFor(() => expect(reads).toHaveBeenCalled());
    await tab.whenStored();
    reads.mockRestore();
    expect((await killAndOpen()).of('c1', 'a').text).toBe(LONG);
  });
});
