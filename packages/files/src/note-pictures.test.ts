// Pictures of notes in Markdown, in a folder of notes, in Foundry's journals and in HTML: what is written is read again,
// and no address of a file becomes a request.
import { expect, it } from 'vitest';
import { META_ID, pictureNode, type NoteNode, type StoredRecord } from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { createReader } from '../testing/import-files.ts';
import { campaignJson } from './campaign-json.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { noteToHtml } from './note-to-html.ts';
import { noteToMarkdown, WITHOUT_PICTURES } from './note-to-markdown.ts';
import { paperMarkdown, paperOf } from './paper.ts';
import { writeFoundryJournals } from './transfer/write-foundry.ts';
import { writeVault } from './transfer/write-vault.ts';

const hash = (digit: number): string => digit.toString(16).repeat(64);
const words = (random: Random): string =>
  Array.from({ length: 1 + random.int(5) }, () =>
    random.pick([
      'the gate',
      '*',
      '[[Old Tam|Tam]]',
      ']',
      '(x)',
      '`',
      '!',
      '<b>',
      '&amp;',
      '50 %',
      '\\',
      '"quoted"',
      '| bar',
    ]),
  ).join(' ');
const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const noteOf = (random: Random): NoteNode[] =>
  Array.from({ length: 1 + random.int(5) }, (_, i) => {
    if (i === 0 || random.chance(0.4))
      return pictureNode(hash(random.int(16)), random.chance(0.2) ? '' : words(random));
    const item = { type: 'listItem', content: [paragraph(`point ${i}`), pictureNode(hash(i), 'in a list')] };
    return random.chance(0.3) ? { type: 'bulletList', content: [item] } : paragraph(`word ${i}`);
  });

it.each(Array.from({ length: 60 }, (_, i) => i + 1))(
  'pictures in Markdown come back where they were, seed %i',
  (seed) => {
    const note = noteOf(createRandom(seed));
    expect(markdownToNote(noteToMarkdown(note))).toEqual(note);
  },
);

it.each([
  'https://evil.example/x.png',
  'picture:abc',
  `picture:${hash(1)}?x`,
  `data:image/png;base64,AA`,
  `Pictures/${hash(1)}.svg`,
])('an image at %s is no picture of ours, and stays as it was written', (address) => {
  const nodes = markdownToNote(`![words](${address})`);
  expect(JSON.stringify(nodes)).not.toContain('"picture"');
  expect(JSON.stringify(nodes)).toContain('words');
});

const stored = (digit: number) => ({
  full: hash(digit),
  small: hash(digit + 1),
  name: 'a.png',
  width: 4,
  height: 3,
  bytes: 5,
});
const ID = '0197c0de-0000-7000-8000-00000000aaaa';
const records = (note: NoteNode[]): StoredRecord[] => [
  {
    kind: 'campaign',
    id: META_ID,
    sessionId: null,
    keys: { name: 'Ash', [`notePictures/${hash(1)}`]: stored(5) },
    texts: {},
  },
  {
    kind: 'entity',
    id: ID,
    sessionId: null,
    keys: { name: 'The Quay', entityType: 'location' },
    texts: { gm_notes: note },
  },
];
const PICTURES = new Map([
  [hash(5), `${hash(5)}.webp`],
  [hash(6), `${hash(6)}.webp`],
]);

it('Markdown that goes without files says where a picture was, with its caption and links', () => {
  const note = [pictureNode(hash(1), 'The [[Old Tam|gate]]'), pictureNode(hash(2), '')];
  expect(noteToMarkdown(note, WITHOUT_PICTURES)).toBe('(picture: The [[Old Tam|gate]])\n\n(picture)\n');
  const written = campaignJson(records(note), ID, 0);
  const paper = paperOf('entity', ID, { records: records(note), nameOf: () => '', players: null })!;
  for (const text of [written, paperMarkdown(paper)]) {
    expect(text).toContain('(picture: The [[Old Tam|gate]])');
    expect(text).not.toContain('picture:1111');
  }
});

it('a folder of notes shows its pictures by their files, and an unchanged one is what it was', async () => {
  const note = [paragraph('Before'), pictureNode(hash(1), 'The [[Quay]]'), pictureNode(hash(3), 'Elsewhere')];
  const files = writeVault(records(note), PICTURES);
  const quay = files.find(({ path }) => path.endsWith('The Quay.md'))!;
  expect(quay.text).toContain(`](../../Pictures/${hash(5)}.webp)`);
  expect(quay.text).toContain(`](picture:${hash(3)})`);
  const { read } = createReader(derivedId);
  const encode = (text: string) => new TextEncoder().encode(text);
  const sources = (edit: (text: string) => string) =>
    files.map(({ path, text }) => {
      const bytes = encode(path === quay.path ? edit(text) : text);
      return { path, size: bytes.byteLength, read: () => Promise.resolve(bytes) };
    });
  const textOf = async (edit: (text: string) => string) =>
    (await read(sources(edit))).own.find(({ id }) => id === ID)!.texts['gm_notes'];
  expect(await textOf((text) => text)).toEqual(note);
  // With other words, its picture is named by the stored one.
  expect(await textOf((text) => text.replace('Before', 'After'))).toEqual([
    paragraph('After'),
    pictureNode(hash(5), 'The [[Quay]]'),
    pictureNode(hash(3), 'Elsewhere'),
  ]);
});

it('Foundry’s journals hold the pictures of notes; one that is not here is its caption', () => {
  const note = [pictureNode(hash(1), 'The "gate" <b>'), pictureNode(hash(3), 'Elsewhere')];
  const [entity] = writeFoundryJournals(records(note), new Map([[hash(6), 'data:image/webp;base64,AA']]));
  const html = (JSON.parse(entity!.text) as { pages: { text: { content: string } }[] }).pages[0]!.text.content;
  expect(html).toContain('<figure><img src="data:image/webp;base64,AA" alt="The &#34;gate&#34; &#60;b&#62;">');
  expect(html).toContain('<p>Elsewhere</p>');
});

it('in Foundry, players read the captions; the pictures of what they may read are in a secret section', () => {
  const note = [
    paragraph('The quay.'),
    { type: 'blockquote', content: [pictureNode(hash(1), 'The gate')] },
    pictureNode(hash(3), 'Elsewhere'),
  ];
  const [campaign, entity] = records([]);
  const quay = { ...entity!, texts: { description: note } };
  const address = 'data:image/webp;base64,AA';
  const [written] = writeFoundryJournals([campaign!, quay], new Map([[hash(6), address]]));
  const { pages } = JSON.parse(written!.text) as { pages: { name: string; text: { content: string } }[] };
  expect(pages.map(({ name }) => name)).toEqual(['The Quay', 'Pictures']);
  const [open, secret] = pages.map(({ text }) => text.content);
  expect(open).toBe('<p>The quay.</p><blockquote><p>The gate</p></blockquote><p>Elsewhere</p>');
  expect(secret).toMatch(/^<section class="secret"[^>]*><figure><img src="data:image\/webp;base64,AA" alt="The gate">/);
  expect(secret).not.toContain('Elsewhere');
  // Without pictures at hand there is no page for them.
  expect(JSON.parse(writeFoundryJournals([campaign!, quay])[0]!.text)).toMatchObject({ pages: [{ name: 'The Quay' }] });
});

it('HTML without pictures at hand has the captions, and nothing that is fetched', () => {
  const html = noteToHtml([
    pictureNode(hash(1), 'The gate'),
    { type: 'picture', attrs: { file: 'https://evil.example' } },
  ]);
  expect(html).toBe('<p>The gate</p>');
});
