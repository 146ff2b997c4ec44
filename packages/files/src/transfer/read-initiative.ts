// Owns reading Improved Initiative's stat blocks: a list of them, or the whole export of the program.
import { textToNote } from '../text-to-note.ts';
import { emptyForeign, type Foreign, type ForeignThing } from './foreign.ts';
import { isObject, list, num, obj, opened, str, type Json } from '../json.ts';

const isBlock = (value: unknown): value is Json =>
  isObject(value) &&
  typeof value['Name'] === 'string' &&
  ('HP' in value || 'AC' in value || 'Abilities' in value || 'StatBlock' in value);

const blocksOf = (root: unknown): Json[] => {
  if (Array.isArray(root)) return root.filter(isBlock);
  if (isBlock(root)) return [root];
  // The export is what the browser kept: keys such as "Creatures.abc" or "ImprovedInitiative.PersistentCharacters.x" with JSON as text.
  return Object.entries(obj(root))
    .filter(([key]) => /creature|character|statblock|playercharacter/i.test(key))
    .flatMap(([, value]) => {
      const each = opened(value);
      return isBlock(each) ? [each] : Object.values(obj(each)).map(opened).concat(list(each)).filter(isBlock);
    });
};

export const isInitiative = (root: unknown): boolean => blocksOf(root).length > 0;

const named = (value: unknown): string =>
  list(value)
    .map((v) =>
      isObject(v)
        ? `${str(v['Name'])}${v['Modifier'] === undefined ? '' : ` ${(num(v['Modifier']) ?? 0) >= 0 ? '+' : ''}${str(v['Modifier'])}`}`
        : str(v),
    )
    .filter(Boolean)
    .join(', ');

export const readInitiative = (roots: readonly unknown[]): Foreign => {
  const things: ForeignThing[] = [];
  const seen = new Map<string, number>();
  for (const outer of roots.flatMap(blocksOf)) {
    const block = isObject(outer['StatBlock']) ? ({ ...outer['StatBlock'], Name: outer['Name'] } as Json) : outer;
    const name = str(block['Name']);
    if (!name) continue;
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    const hp = num(obj(block['HP'])['Value']);
    const armour = obj(block['AC']);
    const attributes: Record<string, unknown> = {};
    const put = (key: string, value: string): void => void (value && (attributes[key] = value));
    put('Type', str(block['Type']));
    put('Armor class', [str(armour['Value']), str(armour['Notes'])].filter(Boolean).join(' '));
    put('Hit dice', str(obj(block['HP'])['Notes']));
    put('Speed', named(block['Speed']));
    put('Challenge', str(block['Challenge']));
    for (const key of [
      'Saves',
      'Skills',
      'Senses',
      'Languages',
      'DamageVulnerabilities',
      'DamageResistances',
      'DamageImmunities',
      'ConditionImmunities',
    ])
      put(key.replace(/([a-z])([A-Z])/g, '$1 $2'), named(block[key]));
    for (const [ability, value] of Object.entries(obj(block['Abilities'])))
      if (num(value) !== null) attributes[ability.toUpperCase().slice(0, 20)] = num(value);
    const text = ['Traits', 'Actions', 'BonusActions', 'Reactions', 'LegendaryActions', 'MythicActions'].flatMap(
      (key) =>
        list(block[key])
          .map(obj)
          .map(
            (each) =>
              `${str(each['Name'])}${str(each['Usage']) ? ` (${str(each['Usage'])})` : ''}: ${str(each['Content'])}`,
          ),
    );
    const isPlayer = /^player$/i.test(str(block['Player']));
    things.push({
      kind: 'entity',
      source: str(block['Id'], outer['Id']) || `${name}:${times}`,
      name,
      fields: {
        entityType: isPlayer ? 'pc' : 'creature',
        attributes,
        systemData: block,
        ...(hp === null ? {} : { hpMax: hp, hp }),
      },
      texts: { gm_notes: [...textToNote(str(block['Description'])), ...textToNote(text.join('\n'))] },
    });
  }
  return { ...emptyForeign('Improved Initiative', 'initiative'), things };
};
