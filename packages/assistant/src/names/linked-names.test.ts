// A name that the notes link is suggested as it is written, so that accepting it makes the link lead to it.
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';
import { analyse } from '../analyse.ts';
import { markedNames } from './linked-names.ts';

type Links = NonNullable<AnalysisInput['links']>;

const namesIn = (
  text: string,
  links: Links,
  knownEntities: AnalysisInput['knownEntities'] = [],
): Extract<AnalysisItem, { type: 'entity_suggestion' }>[] =>
  analyse({ text, gameSystem: '', stage: 'prep', knownEntities, links }).filter(
    (item) => item.type === 'entity_suggestion',
  );
const link = (name: string, shown = name): Links[number] => ({ name, shown });

describe('a linked name', () => {
  it('is suggested as the link has it, without the words around it', () => {
    const names = namesIn(
      'Leech Nguyễn Thị Hồng and Cutter Ólafur "Óli" Þórðarson meet Professor Hà Văn Sơn, who saw The Yellow Sign.',
      [link('Nguyễn Thị Hồng'), link('Ólafur "Óli" Þórðarson'), link('Hà Văn Sơn'), link('The Yellow Sign')],
    ).map(({ title }) => title);
    expect(names).toEqual(
      expect.arrayContaining(['Nguyễn Thị Hồng', 'Ólafur "Óli" Þórðarson', 'Hà Văn Sơn', 'The Yellow Sign']),
    );
    expect(names.join()).not.toMatch(/Leech Ng|Cutter Ól|Professor H|(?:^|,)(?:Yellow Sign|Þórðarson)/);
  });

  it('may be of ordinary words, and may show other words than its own', () => {
    const found = namesIn('They follow the bell into a storm.', [link('the drowned bell', 'the bell'), link('storm')]);
    expect(found.map(({ title, reason }) => [title, reason])).toEqual([
      ['the drowned bell', 'Linked in your notes'],
      ['storm', 'Linked in your notes'],
    ]);
  });

  it('is not suggested where an entity has it as its name or alias', () => {
    const known = [{ id: '1', name: 'Mylera Klev', type: 'npc', aliases: ['The Magpie'] }];
    expect(namesIn('She pays. The Magpie pays.', [link('mylera klev', 'She'), link('The Magpie')], known)).toEqual([]);
  });

  it('takes in the part of it that stands alone elsewhere in the note', () => {
    const names = namesIn('Old Wojciech Żuraw lies. Later Żuraw runs.', [link('Wojciech Żuraw')]);
    expect(names.map(({ title }) => title)).toEqual(['Wojciech Żuraw']);
  });
});

describe('a link in pasted text', () => {
  it.each([
    ['Charters from [[neverwinter|Neverwinter]].', ['Neverwinter']],
    ['Prisoners: [Eliza](https://example.org/eliza).', ['Eliza']],
    ['They see ![[Map of Ilmen.png]] and ![Ilmen](map.png).', []],
    ['[[Mayor Devorin|The mayor]] waits.', ['Mayor Devorin', 'Mayor Devorin']],
  ])('%s', (text, names) => {
    expect(markedNames(text).map(({ name }) => name)).toEqual(names);
    for (const { start, end } of markedNames(text)) expect(text.slice(start, end)).not.toMatch(/[[\]()|]/);
  });
});
