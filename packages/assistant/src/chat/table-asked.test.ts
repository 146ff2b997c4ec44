// A message that asks for a roll on a random table gets its result; any other is read as before.
import { expect, it } from 'vitest';
import type { TableRoll } from '@emberkeep/domain';
import { respond } from './answer-by-rules.ts';
import { tablesAsked } from './table-asked.ts';
import type { AgentPorts } from './turn.ts';

const rolled: TableRoll = {
  tableId: 't',
  name: 'Harbour rumours',
  outcome: 'rolled',
  cells: [{ heading: '', text: '7 bells ring' }],
  text: '7 bells ring',
  steps: [{ label: '2d6', value: '7' }],
  draws: [],
  isCut: false,
};
const ports = (roll: TableRoll): AgentPorts => ({
  search: () => Promise.resolve([]),
  recap: () => Promise.resolve(null),
  rollTable: (name) => (name.toLowerCase() === 'harbour rumours' ? roll : null),
});
const ask = (text: string, roll = rolled): Promise<string> =>
  respond({ text, names: [], system: 'coc-7e', previous: '', seed: 'a', intents: null }, ports(roll)).then(
    (reply) => reply.text,
  );

it.each([
  'Roll on the harbour rumours',
  'roll on Harbour rumours table please.',
  'Please roll from the harbour rumours random table!',
  'can you draw from my Harbour Rumours?',
])('“%s” rolls the table', async (text) => {
  expect(await ask(text)).toBe('Harbour rumours: 7 bells ring (2d6: 7)');
});

it('says where nothing is left, and where no entry answers the roll', async () => {
  const text = 'roll on the harbour rumours';
  expect(await ask(text, { ...rolled, outcome: 'exhausted' })).toContain('every entry was drawn');
  expect(await ask(text, { ...rolled, outcome: 'none' })).toContain('no entry');
});

it.each(['roll 2d6', 'what do the harbour rumours say', 'they roll on the floor of the inn', 'roll'])(
  '“%s” asks for no table',
  (text) => expect(tablesAsked(text)).toEqual([]),
);

it('a table that is not there is not answered as one', async () => {
  expect(await ask('roll on the lawn')).not.toContain('Harbour');
});
