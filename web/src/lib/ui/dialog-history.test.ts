// 17.5: the browser's Back closes the dialog on top; however dialogs open and close, no entry of theirs is left behind.
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The session history of one tab. Going to another entry takes a task, as in a browser. */
class FakeHistory {
  entries: { state: Record<string, unknown> | null; page: string }[] = [{ state: { index: 1 }, page: 'A' }];
  at = 0;
  constructor(private readonly page: EventTarget) {}
  get state(): Record<string, unknown> | null {
    return this.entries[this.at]!.state;
  }
  pushState(state: Record<string, unknown>): void {
    this.push(this.entries[this.at]!.page, state);
  }
  push(page: string, state: Record<string, unknown> = {}): void {
    this.entries = [...this.entries.slice(0, this.at + 1), { state, page }];
    this.at += 1;
  }
  go(by: number): void {
    setTimeout(() => {
      const to = this.at + by;
      if (to < 0 || to >= this.entries.length) return;
      this.at = to;
      this.page.dispatchEvent(Object.assign(new Event('popstate'), { state: this.state }));
    });
  }
  /** Where the GM is: the page, and how many steps back it is to the first entry. */
  get place(): string {
    return `${this.entries[this.at]!.page}${this.at}`;
  }
}

type Module = typeof import('./dialog-history.ts');
let history: FakeHistory;
let module: Module;
let stop: () => void;

const start = async (state?: Record<string, unknown>): Promise<void> => {
  vi.resetModules();
  const page = new EventTarget();
  history = new FakeHistory(page);
  if (state) history.push('A', state);
  vi.stubGlobal('history', history);
  vi.stubGlobal('window', page);
  module = await import('./dialog-history.ts');
  stop = module.watchHistory();
  await settled();
};
/** Every task that is due has run. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    await tick();
  }
};
const back = async (by = -1): Promise<void> => {
  history.go(by);
  await settled();
};

/** A dialog as the screens have them: open or not, and closed by its button or by Back. */
const dialog = (): { isOpen: boolean; show(): void; close(): void } => {
  let closed = (): void => undefined;
  return {
    isOpen: false,
    show() {
      this.isOpen = true;
      closed = module.openInHistory(() => this.close());
    },
    close() {
      if (!this.isOpen) return;
      this.isOpen = false;
      closed();
    },
  };
};

beforeEach(() => start());
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe('Back', () => {
  it('closes the dialog and stays on the page', async () => {
    const one = dialog();
    one.show();
    await settled();
    expect(history.place).toBe('A1');
    await back();
    expect([one.isOpen, history.place]).toEqual([false, 'A0']);
  });

  it('closes nested dialogs one by one', async () => {
    const [one, two] = [dialog(), dialog()];
    one.show();
    await settled();
    two.show();
    await settled();
    await back();
    expect([one.isOpen, two.isOpen]).toEqual([true, false]);
    await back();
    expect([one.isOpen, two.isOpen, history.place]).toEqual([false, false, 'A0']);
  });

  it('does not close a dialog that refuses, and cannot leave its page the next time either', async () => {
    const close = vi.fn();
    const closed = module.openInHistory(close);
    await settled();
    await back();
    await back();
    expect([close.mock.calls.length, history.place]).toEqual([2, 'A1']);
    closed();
    await settled();
    expect(history.place).toBe('A0');
  });
});

describe('the entry of a dialog', () => {
  it('is left when the dialog is closed by its button; Forward into it comes back', async () => {
    const one = dialog();
    one.show();
    await settled();
    one.close();
    await settled();
    expect(history.place).toBe('A0');
    await back(1);
    expect([one.isOpen, history.place]).toEqual([false, 'A0']);
  });

  it('is taken by a dialog that opens as the other closes', async () => {
    const [one, two] = [dialog(), dialog()];
    one.show();
    await settled();
    one.close();
    two.show();
    await settled();
    expect([two.isOpen, history.place, history.entries.length]).toEqual([true, 'A1', 2]);
  });

  it('is pushed again for a dialog that opens while the other’s is being left', async () => {
    const [one, two] = [dialog(), dialog()];
    one.show();
    await settled();
    one.close();
    await tick();
    await tick();
    two.show();
    await settled();
    expect([two.isOpen, history.place]).toEqual([true, 'A1']);
    await back();
    expect([two.isOpen, history.place]).toEqual([false, 'A0']);
  });

  it('is left by a reload, and what the router keeps in the page’s entry is kept', async () => {
    stop();
    await start({ index: 1, 'emberkeep:dialogs': 1 });
    expect([history.place, history.state]).toEqual(['A0', { index: 1 }]);
  });

  it('that was left under a page is stepped over', async () => {
    const one = dialog();
    one.show();
    await settled();
    history.push('B');
    one.close();
    module.pageChanged();
    await settled();
    expect(history.place).toBe('B2');
    await back();
    expect(history.place).toBe('A0');
  });
});

describe('a link or command in a dialog', () => {
  it('closes all dialogs and goes on from their page', async () => {
    const [one, two] = [dialog(), dialog()];
    one.show();
    two.show();
    await settled();
    expect(history.place).toBe('A2');
    const go = vi.fn(async () => history.push('B'));
    expect(module.leaveDialogs(go)).toBe(true);
    await settled();
    expect([one.isOpen, two.isOpen, history.place, go.mock.calls.length]).toEqual([false, false, 'B1', 1]);
  });

  it('goes on only after a dialog has closed, whose event comes in a task of its own', async () => {
    let isOpen = true;
    const closed = module.openInHistory(() => {
      setTimeout(() => {
        if (isOpen) closed();
        isOpen = false;
      });
    });
    await settled();
    const entriesAtGo: string[] = [];
    const load = async (): Promise<void> => {
      entriesAtGo.push(`${history.place}, open: ${isOpen}`);
      await new Promise((resolve) => setTimeout(resolve));
      history.push('B');
      module.pageChanged();
    };
    expect(module.leaveDialogs(load)).toBe(true);
    await settled();
    await settled();
    expect(entriesAtGo).toEqual(['A0, open: false']);
    expect(history.place).toBe('B1');
  });

  it('waits for an entry that is being left', async () => {
    const one = dialog();
    one.show();
    await settled();
    one.close();
    expect(module.leaveDialogs(async () => history.push('B'))).toBe(true);
    await settled();
    expect(history.place).toBe('B1');
  });

  it('is not held back a second time, so that a dialog that refuses to close holds nobody', async () => {
    module.openInHistory(() => undefined);
    await settled();
    const again: boolean[] = [];
    module.leaveDialogs(async () => void again.push(module.leaveDialogs(async () => undefined)));
    await vi.waitFor(() => expect(again).toHaveLength(1));
    expect(again).toEqual([false]);
  });

  it('of two quick ones goes on with the latest only, also while the first still closes them', async () => {
    dialog().show();
    await settled();
    const [first, second] = [vi.fn(async () => history.push('B')), vi.fn(async () => history.push('C'))];
    expect([module.leaveDialogs(first), module.leaveDialogs(second)]).toEqual([true, true]);
    await settled();
    expect([first.mock.calls.length, second.mock.calls.length, history.place]).toEqual([0, 1, 'C1']);

    dialog().show();
    await settled();
    const [third, fourth] = [vi.fn(async () => history.push('D')), vi.fn(async () => history.push('E'))];
    expect(module.leaveDialogs(third)).toBe(true);
    await Promise.resolve();
    expect(module.leaveDialogs(fourth)).toBe(true);
    await settled();
    expect([third.mock.calls.length, fourth.mock.calls.length]).toEqual([0, 1]);
  });

  it('goes on at once where no dialog is open', () => {
    const go = vi.fn(async () => undefined);
    expect(module.leaveDialogs(go)).toBe(false);
    expect(go).not.toHaveBeenCalled();
  });
});
