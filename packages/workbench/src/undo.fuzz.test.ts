// Shows that undo in a note removes nobody else's words. Two or three devices type, rearrange, paste, import, delete,
// undo and redo in headless editors with the app's schema, over links that deliver in order at random times. At the
// end every typed token is in the note or under `recovered`, unless its own author took it back or a GM deleted it.
// Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import './headless-document.ts';
import { Editor } from '@tiptap/core';
import { simpleDiffString } from 'lib0/diff';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import {
  applyIncoming,
  createCampaign,
  createSession,
  fragmentToNote,
  importIntoNote,
  noteName,
  recoveredTexts,
  runKeepingDeletedText,
  sourceOf,
  type OpenDocument,
  type TextUndo,
  type UndoableText,
} from '@emberkeep/store';
import { bodyOf, createTestDevices, meet, value } from '@emberkeep/store/testing';
import { guardBinding } from '../../../web/src/lib/editor/binding-guard.ts';
import { createNoteUndo, noteCollaboration } from '../../../web/src/lib/editor/note-undo.ts';
import { noteExtensions } from '../../../web/src/lib/editor/schema.ts';

const RELAY = { source: 'relay' } as const;
const START =
  '<p>start here</p><ul><li><p>one</p></li><li><p>two</p></li></ul><p></p>' +
  '<table><tr><td><p>x</p></td><td><p>y</p></td></tr><tr><td><p>z</p></td><td><p>w</p></td></tr></table><p>end</p>';

interface Link {
  to: Device;
  queue: Uint8Array[];
}

/** One GM's tablet with the note open in the app's editor. */
class Device {
  readonly links: Link[] = [];
  readonly imports: { undo: UndoableText; tokens: Token[] }[] = [];
  readonly name: string;
  readonly body: OpenDocument;
  readonly note: string;
  readonly fragment: Y.XmlFragment;
  editor!: Editor;
  undo!: TextUndo;

  constructor(name: string, body: OpenDocument, note: string) {
    this.name = name;
    this.body = body;
    this.note = note;
    this.fragment = body.doc.getXmlFragment(note);
    body.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (sourceOf(origin) !== 'relay') for (const link of this.links) link.queue.push(bytes);
    });
    this.bind();
  }

  bind(): void {
    this.undo = createNoteUndo(this.fragment);
    // Steps end where the test says so, not where the clock does.
    this.undo.captureTimeout = Number.POSITIVE_INFINITY;
    this.editor = runKeepingDeletedText(
      this.body.doc,
      () =>
        new Editor({
          element: document.createElement('div'),
          extensions: [...noteExtensions(), noteCollaboration(this.fragment, this.undo)],
        }),
    );
    guardBinding(this.editor, () => queueMicrotask(() => this.bind()));
  }

  text(): string {
    return noteLines(fragmentToNote(this.fragment)).join('\n');
  }

  recovered(): string {
    return recoveredTexts(this.body.doc)
      .map((each) => each.text)
      .join('\n');
  }
}

interface Token {
  text: string;
  by: Device;
  isImported: boolean;
  /** False once its author took it back or a GM deleted it. */
  mustExist: boolean;
  /** A GM deleted a place where it was, so it need never exist again. */
  isDeleted: boolean;
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const deliverOne = ({ to, queue }: Link): boolean => {
  const update = queue.shift();
  if (update) applyIncoming(to.body.doc, update, RELAY);
  return update !== undefined;
};

const deliverAll = async (devices: readonly Device[]): Promise<void> => {
  const links = devices.flatMap((device) => device.links);
  while (links.some((link) => link.queue.length > 0)) {
    for (const link of links) while (deliverOne(link)) continue;
    await tick();
  }
};

const createDevices = async (seed: number, count: number): Promise<Device[]> => {
  const tablets = createTestDevices(seed);
  const [first, ...rest] = await Promise.all(['a', 'b', 'c'].slice(0, count).map((name) => tablets.device(name)));
  value(createCampaign(first!, { name: 'Fuzz' }));
  const sessionId = value(createSession(first!));
  for (const other of rest) await meet(first!, other);
  const bodies = await Promise.all([first!, ...rest].map((docs) => bodyOf(docs, sessionId)));
  const devices = bodies.map((body, i) => new Device('abc'.charAt(i), body, noteName(sessionId, 'prep_notes')));
  for (const from of devices) for (const to of devices) if (from !== to) from.links.push({ to, queue: [] });
  return devices;
};

class World {
  readonly tokens: Token[] = [];
  readonly log: string[] = [];
  readonly random: Random;
  readonly devices: readonly Device[];

  constructor(random: Random, devices: readonly Device[]) {
    this.random = random;
    this.devices = devices;
  }

  /** The places between words, where a token can be typed without splitting another. */
  places({ editor }: Device): number[] {
    const places: number[] = [];
    editor.state.doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      const text = node.textContent;
      for (let i = 0; i <= text.length; i++)
        if (i === 0 || i === text.length || text.charAt(i) === ' ') places.push(position + 1 + i);
      return false;
    });
    return places;
  }

  newText(): string {
    const letters = Array.from({ length: 6 }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(this.random.int(26))).join('');
    return `${letters}${this.tokens.length}Q`;
  }

  newToken(by: Device, text: string, isImported = false): Token {
    const token: Token = { text, by, isImported, mustExist: true, isDeleted: false };
    this.tokens.push(token);
    return token;
  }

  type(device: Device): void {
    const at = this.random.pick(this.places(device));
    const { parent, parentOffset } = device.editor.state.doc.resolve(at);
    const before = parent.textBetween(0, parentOffset);
    const after = parent.textBetween(parentOffset, parent.content.size);
    // The binding finds an insertion by comparing texts: a token that shares letters with its neighbours would be
    // shifted into them.
    let text: string;
    let spaced: string;
    do {
      text = this.newText();
      spaced = `${before && !before.endsWith(' ') ? ' ' : ''}${text}${after && !after.startsWith(' ') ? ' ' : ''}`;
    } while (!simpleDiffString(before + after, before + spaced + after).insert.includes(text));
    device.editor.commands.insertContentAt(at, { type: 'text', text: spaced });
    this.newToken(device, text);
    this.log.push(`${device.name} types ${text}`);
  }

  rearrange(device: Device): void {
    const c = device.editor.commands;
    c.setTextSelection(this.random.pick(this.places(device)));
    const actions = {
      bullets: () => c.toggleBulletList(),
      numbers: () => c.toggleOrderedList(),
      tasks: () => c.toggleTaskList(),
      quote: () => c.toggleBlockquote(),
      heading: () => c.toggleHeading({ level: 2 }),
      code: () => c.toggleCodeBlock(),
      split: () => c.splitBlock(),
      joinBackward: () => c.joinBackward(),
      joinForward: () => c.joinForward(),
      sink: () => c.sinkListItem('listItem'),
      lift: () => c.liftListItem('listItem'),
      splitItem: () => c.splitListItem('listItem'),
      bold: () => c.selectTextblockStart() && c.toggleBold(),
      table: () => c.insertTable({ rows: 2, cols: 2 }),
      addRow: () => c.addRowAfter(),
      addColumn: () => c.addColumnAfter(),
      mergeCells: () => c.mergeOrSplit(),
      headerRow: () => c.toggleHeaderRow(),
      paste: () => c.insertContent('<h2>Scene</h2><p>pasted <b>bold</b></p><ul><li>p1</li><li>p2</li></ul>'),
    };
    const name = this.random.pick(Object.keys(actions) as (keyof typeof actions)[]);
    this.log.push(`${device.name} ${name} ${actions[name]()}`);
  }

  /** Deletes a selection on purpose: the tokens in it need not survive, whoever typed them. */
  deleteRange(device: Device): void {
    const places = this.places(device);
    const start = this.random.int(places.length);
    const end = Math.min(places.length - 1, start + 1 + this.random.int(4));
    const [from, to] = [places[start]!, places[end]!];
    // The binding compares texts: a deletion may take a letter of a neighbour, or of the block that it joins, that ends
    // alike.
    const around = { from: places[Math.max(0, start - 1)]!, to: places[Math.min(places.length - 1, end + 1)]! };
    let words = device.editor.state.doc.textBetween(around.from, around.to, ' ');
    const before = device.text();
    device.editor.commands.setTextSelection({ from, to });
    device.editor.commands.deleteSelection();
    words += device.editor.state.selection.$from.parent.textContent;
    const after = device.text();
    // A token may be there twice, where two GMs rearranged its block; a selection over cells takes the cells whole.
    const copies = (text: string, token: Token): number => text.split(token.text).length;
    for (const token of this.tokens)
      if (words.includes(token.text) || copies(after, token) < copies(before, token)) token.isDeleted = true;
    this.log.push(`${device.name} deletes ${from}-${to}`);
  }

  /** Runs an undo or a redo and notes which tokens of its author came back and which are gone. */
  noteChanges(device: Device, isOwn: (token: Token) => boolean, run: () => void): void {
    const before = device.text();
    run();
    const after = device.text();
    for (const token of this.tokens.filter(isOwn)) {
      const [had, has] = [before.includes(token.text), after.includes(token.text)];
      if (had !== has) token.mustExist = has;
    }
  }

  undo(device: Device): void {
    const { commands } = device.editor;
    const isRedo = this.random.chance(0.3);
    this.log.push(`${device.name} ${isRedo ? 'redo' : 'undo'}`);
    this.noteChanges(
      device,
      (token) => token.by === device && !token.isImported,
      () => (isRedo ? commands.redo() : commands.undo()),
    );
  }

  /** An undo by mistake: the redo after it brings every token back. */
  undoAndRedo(device: Device): void {
    const before = device.text();
    if (!device.editor.commands.undo() || device.editor.isDestroyed) return;
    device.editor.commands.redo();
    const after = device.text();
    this.log.push(`${device.name} undoes and redoes`);
    const gone = this.tokens.filter(({ text }) => before.includes(text) && !after.includes(text));
    expect(
      gone.map(({ text }) => text),
      `${this.log.join('\n')}\n${before}\n→\n${after}`,
    ).toEqual([]);
  }

  import(device: Device): void {
    const words = Array.from({ length: 3 }, () => this.newText());
    const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
    const nodes: NoteNode[] = [
      paragraph(words[0]!),
      { type: 'bulletList', content: words.slice(1).map((w) => ({ type: 'listItem', content: [paragraph(w)] })) },
    ];
    const undo = value(importIntoNote(device.body, device.note, nodes, 'file.md'));
    device.imports.push({ undo, tokens: words.map((text) => this.newToken(device, text, true)) });
    this.log.push(`${device.name} imports ${words.join(' ')}`);
  }

  undoImport(device: Device): void {
    const imported = device.imports.pop();
    if (!imported) return;
    this.log.push(`${device.name} undoes its import`);
    this.noteChanges(device, (token) => imported.tokens.includes(token), imported.undo.undo);
  }

  async step(): Promise<void> {
    const { random } = this;
    const device = random.pick(this.devices);
    if (device.editor.isDestroyed) return tick();
    const roll = random.next();
    if (roll < 0.35) this.type(device);
    else if (roll < 0.58) this.rearrange(device);
    else if (roll < 0.67) this.undo(device);
    else if (roll < 0.7) this.undoAndRedo(device);
    else if (roll < 0.73) this.deleteRange(device);
    else if (roll < 0.76) this.import(device);
    else if (roll < 0.79) this.undoImport(device);
    else if (roll < 0.85) device.undo.stopCapturing();
    else for (let i = random.int(6); i > 0; i--) deliverOne(random.pick(this.devices.flatMap((each) => each.links)));
    await tick();
  }
}

const run = async (seed: number): Promise<number> => {
  const random = createRandom(seed);
  const devices = await createDevices(seed, 2 + (seed % 2));
  devices[0]!.editor.commands.setContent(START);
  await deliverAll(devices);
  const world = new World(random, devices);
  for (let i = 0; i < 40; i++) await world.step();
  await deliverAll(devices);
  await deliverAll(devices);

  const [first, ...rest] = devices;
  const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed} pnpm test:long\n${world.log.join('\n')}`;
  for (const device of rest) expect(device.fragment.toString(), repeat).toBe(first!.fragment.toString());
  const everything = `${first!.text()}\n${first!.recovered()}`;
  const required = world.tokens.filter((token) => token.mustExist && !token.isDeleted);
  const lost = required.filter(({ text }) => !everything.includes(text));
  expect(
    lost.map(({ text, by }) => `${text} by ${by.name}`),
    `${repeat}\n${everything}`,
  ).toEqual([]);
  for (const device of devices) device.editor.destroy();
  return required.length;
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 16);

/** Seeds that failed once; they run in every test. */
const REGRESSIONS: readonly number[] = [450, 829, 2101, 4740];

describe('fuzz of undo in a note', () => {
  const seeds = only ? [Number(only)] : [...REGRESSIONS, ...Array.from({ length: total }, (_, i) => i + 1)];
  const groups = Array.from({ length: Math.ceil(seeds.length / 50) }, (_, i) => seeds.slice(i * 50, i * 50 + 50));
  it.each(groups.map((group) => [group[0], group.at(-1), group] as const))(
    'seeds %i to %i: no undo, redo or undone import removes what its author did not write',
    async (_from, _to, group) => {
      let tokens = 0;
      for (const seed of group) tokens += await run(seed);
      expect(tokens).toBeGreaterThan(0);
    },
    600_000,
  );
});

/** The end of the first text block that `isTarget`. */
const endOf = (editor: Editor, isTarget: (text: string) => boolean): number => {
  let found = -1;
  editor.state.doc.descendants((node, position) => {
    if (found === -1 && node.isTextblock && isTarget(node.textContent)) found = position + 1 + node.content.size;
  });
  return found;
};

describe('undo of what a co-GM has typed in', () => {
  const CASES: Record<string, { act: (c: Editor['commands']) => boolean; typeIn?: string }> = {
    'a bulleted list': { act: (c) => c.toggleBulletList() },
    'a numbered list': { act: (c) => c.toggleOrderedList() },
    'a task list': { act: (c) => c.toggleTaskList() },
    'a quotation': { act: (c) => c.toggleBlockquote() },
    'a heading': { act: (c) => c.toggleHeading({ level: 2 }) },
    'a code block': { act: (c) => c.toggleCodeBlock() },
    'a table': { act: (c) => c.insertTable({ rows: 2, cols: 2 }), typeIn: '' },
    'a new paragraph': { act: (c) => c.splitBlock() },
    'pasted text': { act: (c) => c.insertContent('<h2>S</h2><ul><li>guard</li><li>dog</li></ul>'), typeIn: 'guard' },
  };
  it.each(Object.entries(CASES))('%s: their sentence stays in the note on both', async (_name, { act, typeIn }) => {
    const [a, b] = (await createDevices(1, 2)) as [Device, Device];
    a.editor.commands.setContent('<p>The vault under Crow Street</p><p>end</p>');
    await deliverAll([a, b]);
    a.undo.stopCapturing();
    a.editor.commands.setTextSelection(4);
    act(a.editor.commands);
    await deliverAll([a, b]);
    const at = endOf(b.editor, (text) => typeIn === undefined || text === typeIn);
    b.editor.commands.insertContentAt(at, { type: 'text', text: ' seven guards' });
    await deliverAll([a, b]);
    a.editor.commands.undo();
    await deliverAll([a, b]);
    for (const device of [a, b]) {
      expect(device.text()).toContain('seven guards');
      expect(device.text()).toContain('The vault under Crow Street');
      expect(device.recovered()).toBe('');
      device.editor.state.doc.check();
    }
    expect(a.text()).toBe(b.text());
    for (const device of [a, b]) device.editor.destroy();
  });

  it.each(Object.entries(CASES))('%s: redo brings back what undo took, with their sentence', async (_name, { act }) => {
    const [a, b] = (await createDevices(1, 2)) as [Device, Device];
    a.editor.commands.setContent('<p>end</p>');
    await deliverAll([a, b]);
    a.undo.clear();
    a.editor.commands.insertContentAt(1, { type: 'text', text: 'The vault under Crow Street' });
    a.undo.stopCapturing();
    a.editor.commands.setTextSelection(4);
    act(a.editor.commands);
    await deliverAll([a, b]);
    b.editor.commands.insertContentAt(b.editor.state.doc.content.size - 1, { type: 'text', text: ' seven guards' });
    await deliverAll([a, b]);
    const before = a.fragment.toString();
    for (let i = 0; i < 2; i++) a.editor.commands.undo();
    expect(a.text()).not.toContain('Crow Street');
    for (let i = 0; i < 2; i++) a.editor.commands.redo();
    await deliverAll([a, b]);
    for (const device of [a, b]) {
      expect(device.fragment.toString()).toBe(before);
      expect(device.recovered()).toBe('');
      device.editor.destroy();
    }
  });

  it('a table that holds their words keeps its shape, and one that holds none is gone', async () => {
    const [a, b] = (await createDevices(2, 2)) as [Device, Device];
    a.editor.commands.setContent('<p>The vault</p>');
    await deliverAll([a, b]);
    for (const words of ['', 'lever']) {
      a.undo.stopCapturing();
      a.editor.commands.setTextSelection(4);
      a.editor.commands.insertTable({ rows: 2, cols: 3 });
      await deliverAll([a, b]);
      if (words)
        b.editor.commands.insertContentAt(
          endOf(b.editor, (text) => text === ''),
          { type: 'text', text: words },
        );
      await deliverAll([a, b]);
      a.editor.commands.undo();
      await deliverAll([a, b]);
      const rows = fragmentToNote(b.fragment).find((node) => node.type === 'table')?.content ?? [];
      expect(rows.map((row) => row.content?.length)).toEqual(words ? [3, 3] : []);
    }
    expect(b.text()).toContain('lever');
    for (const device of [a, b]) device.editor.destroy();
  });
});
