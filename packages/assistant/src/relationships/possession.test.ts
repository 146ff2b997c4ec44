// "His" and "her" in what somebody is told refer to the teller.
import { expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const KNOWN = ['Wulf', 'Petra', 'Odo'].map((name) => ({ id: name, name, type: 'npc', aliases: [] }));
const kinIn = (text: string, links: string[] = []): string[] =>
  analyse({
    text,
    gameSystem: 'coc-7e',
    stage: 'actual',
    knownEntities: KNOWN,
    links: links.map((name) => ({ name, shown: name })),
  }).flatMap((item) => (item.type === 'relationship_suggestion' && item.rule === 'kin' ? [item.title] : []));

it.each([
  'Wulf told Petra that his sister Nell Marsh works for the abbey.',
  'Wulf warned Petra about his sister Nell Marsh.',
  'Wulf quietly gave Petra a letter from his sister, Nell Marsh.',
  'Wulf had asked Petra to save his sister Nell Marsh.',
])('%s', (text) => expect(kinIn(text)).toEqual(['Wulf – family – Nell Marsh']));

it.each([
  ['Wulf met Odo and his sister Nell Marsh.', 'Odo – family – Nell Marsh'],
  ['Petra saw how Odo struck his sister Nell Marsh.', 'Odo – family – Nell Marsh'],
  ['Wulf warned Petra that Odo locked up his sister Nell Marsh.', 'Odo – family – Nell Marsh'],
])('whom nobody told anything is meant as before: %s', (text, kin) => expect(kinIn(text)).toEqual([kin]));

it('a linked name that ends in the name of somebody else is a person of its own', () => {
  expect(kinIn('Wulf told Petra that his sister Nell Wulf works for the abbey.', ['Nell Wulf'])).toEqual([
    'Wulf – family – Nell Wulf',
  ]);
});
