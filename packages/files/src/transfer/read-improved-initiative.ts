// Imports Improved Initiative's stat blocks: a list of them, or the program's whole export.
import { textToNote } from '../text-to-note.ts';
import { isObject, list, num, obj, opened, str, type Json } from '../json.ts';
import { emptyContent, type ImportedContent, type ImportedItem } from './imported-content.ts';

/** Keys of the export that hold creatures: "Creatures.abc", "ImprovedInitiative.PersistentCharacters.x". */
const CREATURE_KEY = /creature|character|statblock|playercharacter/i;

const NAMED_LISTS = [
  'Saves',
  'Skills',
  'Senses',
  'Languages',
  'DamageVulnerabilities',
  'DamageResistances',
  'DamageImmunities',
  'ConditionImmunities',
];

const POWER_LISTS = ['Traits', 'Actions', 'BonusActions', 'Reactions', 'LegendaryActions', 'MythicActions'];

const isBlock = (value: unknown): value is Json =>
  isObject(value) &&
  typeof value['Name'] === 'string' &&
  ('HP' in value || 'AC' in value || 'Abilities' in value || 'StatBlock' in value);

const blocksOf = (root: unknown): Json[] => {
  if (Array.isArray(root)) return root.filter(isBlock);
  if (isBlock(root)) return [root];
  // The export is a dump of the browser's storage: a value may be JSON as text, a block, or a collection of either.
  return Object.entries(obj(root))
    .filter(([key]) => CREATURE_KEY.test(key))
    .flatMap(([, value]) => {
      const each = opened(value);
      return isBlock(each) ? [each] : Object.values(obj(each)).map(opened).concat(list(each)).filter(isBlock);
    });
};

export const isInitiative = (root: unknown): boolean => blocksOf(root).length > 0;

/** "Stealth +5, Arcana -1" from names with modifiers. */
const namesOf = (value: unknown): string =>
  list(value)
    .map((entry) => {
      if (!isObject(entry)) return str(entry);
      if (entry['Modifier'] === undefined) return str(entry['Name']);
      const sign = (num(entry['Modifier']) ?? 0) >= 0 ? '+' : '';
      return `${str(entry['Name'])} ${sign}${str(entry['Modifier'])}`;
    })
    .filter(Boolean)
    .join(', ');

const attributesOf = (block: Json): Record<string, unknown> => {
  const armor = obj(block['AC']);
  const attributes: Record<string, unknown> = {};
  const put = (key: string, value: string): void => {
    if (value) attributes[key] = value;
  };
  put('Type', str(block['Type']));
  put('Armor class', [str(armor['Value']), str(armor['Notes'])].filter(Boolean).join(' '));
  put('Hit dice', str(obj(block['HP'])['Notes']));
  put('Speed', namesOf(block['Speed']));
  put('Challenge', str(block['Challenge']));
  for (const key of NAMED_LISTS) put(key.replace(/([a-z])([A-Z])/g, '$1 $2'), namesOf(block[key]));
  for (const [ability, value] of Object.entries(obj(block['Abilities'])))
    if (num(value) !== null) attributes[ability.toUpperCase().slice(0, 20)] = num(value);
  return attributes;
};

const powerLine = (power: Json): string => {
  const usage = str(power['Usage']);
  return `${str(power['Name'])}${usage ? ` (${usage})` : ''}: ${str(power['Content'])}`;
};

const itemOf = (block: Json, source: string): ImportedItem => {
  const hp = num(obj(block['HP'])['Value']);
  const powers = POWER_LISTS.flatMap((key) => list(block[key]).map(obj).map(powerLine));
  return {
    kind: 'entity',
    source,
    name: str(block['Name']),
    fields: {
      entityType: /^player$/i.test(str(block['Player'])) ? 'pc' : 'creature',
      attributes: attributesOf(block),
      systemData: block,
      ...(hp === null ? {} : { hpMax: hp, hp }),
    },
    texts: { gm_notes: [...textToNote(str(block['Description'])), ...textToNote(powers.join('\n'))] },
  };
};

export const readInitiative = (roots: readonly unknown[]): ImportedContent => {
  const items: ImportedItem[] = [];
  const seen = new Map<string, number>();
  for (const outer of roots.flatMap(blocksOf)) {
    const block: Json = isObject(outer['StatBlock']) ? { ...outer['StatBlock'], Name: outer['Name'] } : outer;
    const name = str(block['Name']);
    if (!name) continue;
    // Blocks without an id are told apart by how often their name came before.
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    items.push(itemOf(block, str(block['Id'], outer['Id']) || `${name}:${times}`));
  }
  return { ...emptyContent('Improved Initiative', 'initiative'), things: items };
};
