// Marks of other programs in the Markdown of a vault: reference links lead to their notes, anchors and classes are gone.
import { expect, it } from 'vitest';
import { pictureNode } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, file, plainText, zipOf } from '../../testing/import-files.ts';
import type { SourceFile } from './archive.ts';
import { withoutReferences } from './vault-references.ts';

const { read, put } = createReader(derivedId);

it('reference links of a vault lead to their notes', async () => {
  const content = await read([
    zipOf({
      'NPCs/Ilse.md': [
        'Owes [the captain][cap], [Rook][] and [quay]. See [the site][web]. `[code][cap]`',
        '',
        '[cap]: ../NPCs/Rook.md#Debts',
        '[Rook]: <Rook.md>',
        '[quay]: ../Places/Salt%20Quay.md',
        '[web]: https://example.org',
      ].join('\n'),
      'NPCs/Rook.md': 'x',
      'Places/Salt Quay.md': 'x',
    }),
  ]);
  const ilse = entitiesOf(put(content)).find(({ name }) => name === 'Ilse')!;
  expect(plainText(ilse.texts['gm_notes'])).toBe(
    'Owes [[Rook#Debts|the captain]], [[Rook]] and [[Salt Quay|quay]]. See the site. [code][cap]',
  );
  expect(content.remarks).toEqual([]);
});

it.each([
  ['<a id="top"></a>Walks.', 'Walks.'],
  ["One <a name='x'/>two", 'One two'],
  ['<a href="x">Words</a>', '<a href="x">Words</a>'],
  ['# Heading {#heading-id}\nText', '# Heading\nText'],
  ['Words\n{: .box #id}', 'Words\n'],
  ['Words {:.small}', 'Words'],
  ['`{: .box}` and ```', '`{: .box}` and ```'],
  ['```\n<a id="x"></a>\n[a]: B.md\n```\n[a]', '```\n<a id="x"></a>\n[a]: B.md\n```\n[a]'],
  ['[a]: B.md "a title"\n[a]', '[a]: B.md "a title"\n[a]'],
  ['[//]: # (words)\n[a]: B.md', '[//]: # (words)\n'],
  ['- [x] done [x]\n\n[x]: B.md', '- [x](<B.md>) done [x](<B.md>)\n\n'],
  ['[[x]] [x](y) ![x]\n[x]: B.md', '[[x]] [x](y) ![x]\n'],
])('%j becomes %j', (text, expected) => expect(withoutReferences(text).trimEnd()).toBe(expected.trimEnd()));

it('a picture within HTML or indented code stays as the name of its file', async () => {
  const content = await read([
    zipOf({
      'NPCs/Ilse.md':
        '<div align="center">\n![[city-map.png|Map]]\n</div>\n\nWords <b>![Gate](../img/gate.png)</b>\n\n    ![[city-map.png]]',
      'img/city-map.png': new Uint8Array([1]),
      'img/gate.png': new Uint8Array([2]),
    }),
  ]);
  const notes = JSON.stringify(entitiesOf(put(content)).map(({ texts }) => texts));
  expect(notes.match(/\(picture: [^)]*\)/g)).toEqual(['(picture: city-map.png)', '(picture: city-map.png)']);
  expect(notes).not.toContain('picture:0');
  // Inline HTML is words, and a picture beside them is one.
  expect(content.notePictures.map(({ name }) => name)).toEqual(['img/gate.png']);
});

it('pictures arrive in their notes and with their entity, a map is not used as a portrait, and every other picture is in the report by name', async () => {
  const content = await read([
    zipOf({
      'NPCs/Ilse.md': '---\nimage: banner map.png\n---\n![[city-map.png]] ![[ilse.png]] ![[gone.jpg]]',
      'Places/Quay.md': '![[Quay Floorplan.png]] ![[city-map.png]]',
      'Places/Orchard.md': '![[Mapleton.png]]',
      'Places/Mill.md': 'Its picture lies beside it.',
      'Sessions/Session 1.md': '![[city-map.png]] ![[table.png]]',
      'img/city-map.png': new Uint8Array([1]),
      'img/ilse.png': new Uint8Array([2]),
      'img/Quay Floorplan.png': new Uint8Array([3]),
      'img/Mapleton.png': new Uint8Array([5]),
      'img/banner map.png': new Uint8Array([6]),
      'img/Mill.webp': new Uint8Array([7]),
      'img/table.png': new Uint8Array([8]),
      'img/unused.png': new Uint8Array([4]),
    }),
  ]);
  const namesOf = (pictures: readonly { name: string }[] = []): string[] => pictures.map(({ name }) => name);
  expect(
    content.things.map(({ name, portrait, pictures }) => [name, portrait?.name, namesOf(pictures)] as const),
  ).toEqual([
    ['Ilse', 'img/ilse.png', ['img/banner map.png', 'img/city-map.png', 'img/ilse.png']],
    ['Quay', undefined, ['img/Quay Floorplan.png', 'img/city-map.png']],
    ['Orchard', 'img/Mapleton.png', ['img/Mapleton.png']],
    ['Mill', undefined, ['img/Mill.webp']],
    ['', undefined, []],
  ]);
  expect(content.notePictures.map(({ name }) => name)).toEqual([
    'img/city-map.png',
    'img/ilse.png',
    'img/Quay Floorplan.png',
    'img/Mapleton.png',
    'img/table.png',
  ]);
  const session = content.things.at(-1)!.texts['actual_notes']!;
  const byName = new Map(content.notePictures.map(({ name, file: hash }) => [name, hash]));
  expect(session).toEqual([
    pictureNode(byName.get('img/city-map.png')!, 'city-map'),
    pictureNode(byName.get('img/table.png')!, 'table'),
  ]);
  expect(content.remarks).toEqual([
    '1 picture is not among these files and stays as a name in the text: “gone.jpg” (in Ilse).',
    '1 picture that no note shows was left out: “img/unused.png”.',
  ]);
});

it('pictures that are too large, or for which there is no room, are left out by name', async () => {
  const large = (path: string, size: number): SourceFile => ({
    path,
    size,
    read: () => Promise.resolve(new Uint8Array([size % 250])),
  });
  const names = Array.from({ length: 14 }, (_, i) => `${String.fromCharCode(97 + i)}.png`);
  const content = await read([
    file('NPCs/Ilse.md', `![[huge.png]] ${names.map((name) => `![[${name}]]`).join(' ')}`),
    file('Lore/Ash.md', 'x'),
    large('huge.png', 15_000_001),
    ...names.map((name) => large(name, 15_000_000)),
  ]);
  expect(content.things[0]?.pictures?.map(({ name }) => name)).toEqual(names.slice(0, 13));
  expect(content.remarks).toEqual([
    '1 picture is larger than 15 MB and was left out: “huge.png” (in Ilse).',
    '1 picture was left out, because the pictures of an import take at most 200 MB: “n.png” (in Ilse).',
  ]);
});
