// Reads a faction of campaign JSON: an object in any of the known spellings, or only a name.
import { FACTION_TYPES } from '@emberkeep/domain';
import { isObject, num, str } from '../json.ts';
import type { ImportedFaction } from './imported-campaign.ts';
import { unknownKeys } from './values.ts';

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

const attitudeOf = (word: string): ImportedFaction['attitude'] => {
  if (word === 'hostile') return 'Hostile';
  return word === 'friendly' ? 'Friendly' : 'Neutral';
};

export const readFaction = (value: unknown, remarks: string[]): ImportedFaction => {
  const faction = isObject(value) ? value : { name: value };
  const name = str(faction['name'], faction['title']);
  if (!name) remarks.push('A faction without a name was kept as “Unnamed faction”.');
  const word = str(faction['faction_type'], faction['factionType'], faction['type'], faction['category']);
  const factionType = FACTION_TYPES.find((type) => type === word.toUpperCase()) ?? 'OTHER';
  const originalType = word && factionType === 'OTHER' && word.toUpperCase() !== 'OTHER' ? word : '';
  if (originalType) remarks.push(`“${name}” was of the kind “${word}”, which became Other.`);
  const rest = unknownKeys(faction, KNOWN_KEYS);
  return {
    name: name || 'Unnamed faction',
    factionType,
    originalType,
    notes: [str(faction['notes'], faction['description']), Object.keys(rest).length > 0 ? JSON.stringify(rest) : '']
      .filter(Boolean)
      .join('\n\n'),
    hold: str(faction['hold']).toLowerCase() === 'strong' || num(faction['hold']) === 2 ? 'strong' : 'weak',
    reputation: Math.trunc(num(faction['reputation'], faction['status']) ?? 0),
    power: Math.min(10, Math.max(0, Math.floor(num(faction['power']) ?? 0))),
    attitude: attitudeOf(str(faction['attitude']).toLowerCase()),
    territory: str(faction['territory']),
  };
};
