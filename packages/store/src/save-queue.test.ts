// "Saved" is the truth: a batch that fails stays queued, and the next write carries all of it.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createMemoryPersistence } from './persistence/memory-persistence.ts';
import { createSaveQueue, type SaveState } from './save-queue.ts';

const room = 'campaign/x';
const setup = () => {
  const persistence = createMemoryPersistence();
  const retries: (() => void)[] = [];
  const queue = createSaveQueue({ persistence, later: (_ms, run) => retries.push(run) });
  const doc = new Y.Doc();
  doc.on('update', (bytes: Uint8Array) => queue.push(room, bytes, false));
  const reload = async (): Promise<string> => {
    const rows = await persistence.load(room);
    const fresh = new Y.Doc();
    if (rows.ok) rows.value.forEach((r) => Y.applyUpdate(fresh, r.bytes));
    return fresh.getText('t').toString();
  };
  return { persistence, queue, doc, text: doc.getText('t'), reload, retries };
};

describe('save queue', () => {
  it('after a failed write the next one carries everything, and the text survives a reload', async () => {
    const { persistence, queue, text, reload } = setup();
    text.insert(0, 'one ');
    expect(await queue.whenSaved()).toEqual({ ok: true, value: undefined });
    persistence.failNext(1);
    text.insert(4, 'two ');
    expect(await queue.whenSaved()).toMatchObject({ ok: false, error: { type: 'StorageFull' } });
    expect(queue.state().type).toBe('failed');
    text.insert(8, 'three');
    expect(await queue.whenSaved()).toMatchObject({ ok: true });
    expect(await reload()).toBe('one two three');
    expect(queue.state().type).toBe('saved');
  });

  it('edits that waited for a large write are written when it fails, though a later write has saved what it held', async () => {
    const { persistence, queue, text, reload } = setup();
    const large = 'x'.repeat(900_000);
    const append = persistence.append;
    const answers: ((isRefused: boolean) => Promise<void>)[] = [];
    persistence.append = (rows) =>
      new Promise((resolve) =>
        answers.push(async (isRefused) =>
          resolve(isRefused ? { ok: false, error: { type: 'StorageFull' } } : await append(rows)),
        ),
      );
    const written = (): Promise<void> => new Promise((resolve) => queueMicrotask(resolve));
    text.insert(0, large);
    await written();
    text.insert(0, 'one ');
    await written();
    text.insert(0, `${large}${large} two `);
    await written();
    expect(answers).toHaveLength(2);
    await answers[1]!(false);
    await written();
    await answers[0]!(true);
    await expect.poll(() => answers.length).toBe(3);
    await answers[2]!(false);
    expect(await queue.whenSaved()).toMatchObject({ ok: true });
    expect(await reload()).toBe(text.toString());
  });

  it('whenSaved answers when it is called as a write ends', async () => {
    const { queue, text } = setup();
    const ends = new Promise<boolean>((resolve) =>
      queue.onState((s) => s.type === 'saved' && void queue.whenSaved().then((r) => resolve(r.ok))),
    );
    text.insert(0, 'x');
    expect(await ends).toBe(true);
  });

  it('retry hands over everything at once, however slow the disk is', async () => {
    const { persistence, queue, doc, text } = setup();
    const handed: Uint8Array[] = [];
    persistence.append = (rows) => {
      handed.push(...rows.map((r) => r.bytes)); // a disk that never answers again
      return new Promise(() => undefined);
    };
    for (let i = 0; i < 60; i++) {
      text.insert(i, 'x');
      await Promise.resolve();
    }
    queue.retry();
    const fresh = new Y.Doc();
    handed.forEach((bytes) => Y.applyUpdate(fresh, bytes));
    expect(fresh.getText('t').toString()).toBe(doc.getText('t').toString());
  });

  it('retries after a failure without a further edit', async () => {
    const { persistence, queue, text, reload, retries } = setup();
    persistence.failNext(1);
    text.insert(0, 'kept');
    await queue.whenSaved();
    retries.splice(0).forEach((run) => run());
    expect(await queue.whenSaved()).toMatchObject({ ok: true });
    expect(await reload()).toBe('kept');
  });

  it('stays failed through retries until a write succeeds, and knows the edits of this device', async () => {
    const { persistence, queue, text, retries } = setup();
    const states: SaveState['type'][] = [];
    queue.onState((s) => states.push(s.type));
    persistence.failNext(2, { type: 'StorageFull' });
    text.insert(0, 'kept');
    await queue.whenSaved();
    expect(queue.hasOwnUnsaved()).toBe(true);
    retries.shift()?.();
    await queue.whenSaved();
    retries.shift()?.();
    expect(await queue.whenSaved()).toMatchObject({ ok: true });
    expect(states).toEqual(['saving', 'failed', 'failed', 'saved']);
    expect(queue.hasOwnUnsaved()).toBe(false);
  });

  it('reopens a dropped connection before it reports a failure', async () => {
    const { persistence, queue, text, reload } = setup();
    const states: SaveState['type'][] = [];
    queue.onState((s) => states.push(s.type));
    persistence.failNext(1, { type: 'StorageUnavailable', detail: 'closed' });
    text.insert(0, 'kept');
    expect(await queue.whenSaved()).toMatchObject({ ok: true });
    expect(states).not.toContain('failed');
    expect(await reload()).toBe('kept');
  });

  it('marks rows as sent only up to the mark, even when they were merged into one row', async () => {
    const { persistence, queue, text } = setup();
    text.insert(0, 'a');
    text.insert(1, 'b'); // same batch: one row with mark 2
    await queue.whenSaved();
    queue.markSent(room, 1);
    expect(queue.unsentCount(room)).toBe(1);
    queue.markSent(room, 2);
    expect(queue.unsentCount(room)).toBe(0);
    await Promise.resolve();
    const rows = await persistence.load(room);
    expect(rows.ok && rows.value.every((r) => r.sent)).toBe(true);
  });

  it('an acknowledgement that overtakes the disk still marks the row', async () => {
    const { persistence, queue, text } = setup();
    text.insert(0, 'quick relay');
    queue.markSent(room, 1);
    await queue.whenSaved();
    const rows = await persistence.load(room);
    expect(rows.ok && rows.value.map((r) => r.sent)).toEqual([true]);
  });
});
