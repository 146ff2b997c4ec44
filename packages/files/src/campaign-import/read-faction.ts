// Reads a faction of campaign JSON: an object in any of the known spellings, or only a name.
import { FACTION_TYPES } from '@emberkeep/domain';
import { isObject, num, str, type Json } from '../json.ts';
import type { ImportedFaction } from './imported-campaign.ts';
import { isTold, shown, unknownKeys, wordOf } from './values.ts';

const KNOWN_KEYS = new Set([
  'name',
  'title',
  'faction_type',
  'factionType',
  'type',
  'category',
  'notes',
  'description',
  'hold',
  'reputation',
  'status',
  'power',
  'attitude',
  'territory',
  'id',
  'campaign',
]);

/** The words and numbers of `hold`. */
const HOLDS: ReadonlyMap<string, ImportedFaction['hold']> = new Map([
  ['weak', 'weak'],
  ['1', 'weak'],
  ['strong', 'strong'],
  ['2', 'strong'],
]);

const ATTITUDES = ['Hostile', 'Neutral', 'Friendly'] as const;

/** The nearest whole number from `min` to `max`, towards zero. */
const wholeIn = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, Math.trunc(value)));

/** Fields that hold a closed set of words or whole numbers, and what the file says that they cannot. */
const closedFields = (faction: Json) => {
  const told = { hold: faction['hold'], reputation: faction['reputation'] ?? faction['status'] };
  const hold = HOLDS.get(str(told.hold).toLowerCase());
  const attitude = wordOf(ATTITUDES, faction['attitude']);
  const [reputation, power] = [num(told.reputation), num(faction['power'])];
  const fields = {
    hold: hold ?? 'weak',
    reputation: Math.trunc(reputation ?? 0),
    power: wholeIn(power ?? 0, 0, 10),
    attitude: attitude ?? 'Neutral',
  } as const;
  const unread = Object.entries({
    hold: hold === undefined && told.hold,
    reputation: reputation !== fields.reputation && told.reputation,
    power: power !== fields.power && faction['power'],
    attitude: attitude === null && faction['attitude'],
  }).filter(([, value]) => value !== false && isTold(value));
  return { fields, unread: Object.fromEntries(unread) as Json };
};

export const readFaction = (value: unknown, remarks: string[]): ImportedFaction => {
  const faction = isObject(value) ? value : { name: value };
  const name = str(faction['name'], faction['title']);
  if (!name) remarks.push('A faction without a name was kept as “Unnamed faction”.');
  const word = str(faction['faction_type'], faction['factionType'], faction['type'], faction['category']);
  const factionType = FACTION_TYPES.find((type) => type === word.toUpperCase()) ?? 'OTHER';
  const originalType = word && factionType === 'OTHER' && word.toUpperCase() !== 'OTHER' ? word : '';
  if (originalType) remarks.push(`“${name}” had the unknown type “${word}”, which became Other.`);
  const { fields, unread } = closedFields(faction);
  for (const [key, value] of Object.entries(unread))
    remarks.push(
      `“${name}” had the ${key} “${shown(value)}”, which became ${fields[key as keyof typeof fields]}. The original value is in its notes.`,
    );
  const rest = { ...unread, ...unknownKeys(faction, KNOWN_KEYS) };
  return {
    name: name || 'Unnamed faction',
    factionType,
    originalType,
    notes: [str(faction['notes'], faction['description']), Object.keys(rest).length > 0 ? JSON.stringify(rest) : '']
      .filter(Boolean)
      .join('\n\n'),
    ...fields,
    territory: str(faction['territory']),
  };
};
