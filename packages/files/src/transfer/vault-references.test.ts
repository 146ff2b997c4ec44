// Marks of other programs in the Markdown of a vault: reference links lead to their notes, anchors and classes are gone.
import { expect, it } from 'vitest';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, plainText, zipOf } from '../../testing/import-files.ts';
import { withoutReferences } from './vault-references.ts';

const { read, put } = createReader(derivedId);

it('23.8 reference links of a vault lead to their notes', async () => {
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
])('23.8 %j becomes %j', (text, expected) => expect(withoutReferences(text).trimEnd()).toBe(expected.trimEnd()));

it('23.9 a map is no portrait, and every picture that does not arrive is in the report by name', async () => {
  const content = await read([
    zipOf({
      'NPCs/Ilse.md': '![[city-map.png]] ![[ilse.png]] ![[gone.jpg]]',
      'Places/Quay.md': '![[Quay Floorplan.png]] ![[city-map.png]]',
      'Places/Orchard.md': '![[Mapleton.png]]',
      'img/city-map.png': new Uint8Array([1]),
      'img/ilse.png': new Uint8Array([2]),
      'img/Quay Floorplan.png': new Uint8Array([3]),
      'img/Mapleton.png': new Uint8Array([5]),
      'img/unused.png': new Uint8Array([4]),
    }),
  ]);
  expect(content.things.map(({ name, portrait }) => [name, portrait?.name])).toEqual([
    ['Ilse', 'img/ilse.png'],
    ['Quay', undefined],
    ['Orchard', 'img/Mapleton.png'],
  ]);
  expect(content.remarks).toEqual([
    '3 pictures stay as a name in the text, because notes hold text only and an entity has one portrait: “img/city-map.png” (in Ilse, Quay); “gone.jpg” (in Ilse); “img/Quay Floorplan.png” (in Quay).',
    '1 picture that no note shows was left out: “img/unused.png”.',
  ]);
});
