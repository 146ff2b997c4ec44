// Owns what one line of a save file says: which section its shape belongs to, and the item in it. In: shielded lines
// (save-lines.ts). Writes into a SaveDocument. What a value had to become to fit is said in a remark.
import { NOTHING, plainText } from './escape.ts';
import {
  CHARACTER_KEYS,
  COMPANION_KEYS,
  CUSTOM_UNIVERSE,
  DECISION_KEYS,
  GAUGE_RANGES,
  HEADER_KEYS,
  HOOK_KEYS,
  INVENTORY_KEYS,
  PLACE_KEYS,
  QUEST_KEYS,
  SAFETY_KEYS,
  type SaveDocument,
  type SaveSectionId,
  type SaveThing,
} from './save-document.ts';

/** `said`: into the document. `repaired`: with a remark. Null: this line is nothing of its section. */
export type ItemOutcome = 'said' | 'repaired' | null;

/** Most items of one section: a file that names more is no campaign. */
const MOST_ITEMS = 20_000;

const BULLET = /^(?:[-•*+–—]|\d{1,6}[.)])\s+/u;
const plainKey = (key: string): string => key.toLowerCase().replace(/\s+/g, ' ').trim();
const sectionOfKey = new Map<string, SaveSectionId>([
  ...HEADER_KEYS.map((k) => [plainKey(k), 'header'] as const),
  ...CHARACTER_KEYS.map(([k]) => [plainKey(k), 'player_character'] as const),
  ...INVENTORY_KEYS.map((k) => [plainKey(k), 'inventory'] as const),
  ...SAFETY_KEYS.map((k) => [plainKey(k), 'safety_settings'] as const),
]);
const sectionOfSubKey = new Map<string, SaveSectionId>([
  ...COMPANION_KEYS.map(([k]) => [plainKey(k), 'companions'] as const),
  ...PLACE_KEYS.map(([k]) => [plainKey(k), 'locations'] as const),
  ...QUEST_KEYS.map(([k]) => [plainKey(k), 'objectives'] as const),
  ...DECISION_KEYS.map(([k]) => [plainKey(k), 'key_decisions'] as const),
]);
const SECTION_OF_PAIR: readonly (readonly [RegExp, SaveSectionId])[] = [
  [/\|\s{0,4}(?:Power|Attitude|Territory)\s{0,4}:/iu, 'world_state'],
  [/\|\s{0,4}Trust\s{0,4}:/iu, 'companions'],
  [/\|\s{0,4}Owner\s{0,4}:/iu, 'locations'],
  [/\|\s{0,4}Type\s{0,4}:/iu, 'objectives'],
];
const DUE = /^(?:\*\*)?Session\s+([\w?]{1,9})\s{0,2}:?(?:\*\*)?:?\s*(.*)$/isu;
const ARROW = /\s{0,4}(?:→|->|=>)\s{0,4}/u;
const PAIR = /^(.*?)\s{0,4}(?:↔|<->|<=>)\s{0,4}(.*)$/su;

const keyed = (text: string): { key: string; value: string; isBold: boolean } | null => {
  const bold = /^\*\*([^*:\u{F0000}-\u{F00FF}]{1,60})(?::\s?\*\*|\*\*\s?:)\s*(.*)$/su.exec(text);
  if (bold) return { key: plainKey(bold[1] as string), value: bold[2] as string, isBold: true };
  const bare = /^([A-Za-z][A-Za-z/ ]{0,40}):\s*(.*)$/su.exec(text);
  return bare ? { key: plainKey(bare[1] as string), value: bare[2] as string, isBold: false } : null;
};

/** The section that a line's shape belongs to beyond doubt; null where only its place can say. */
export const shapeOf = (text: string, region: SaveSectionId | null): SaveSectionId | null => {
  const body = text.replace(BULLET, '');
  const isItem = body !== text;
  if (isItem || body.startsWith('**'))
    for (const [shape, section] of SECTION_OF_PAIR) if (shape.test(body)) return section;
  if (isItem && DUE.test(body) && ARROW.test(body)) return 'pending_consequences';
  if (isItem && /^\*\*/.test(body) && /↔|<->/u.test(body)) return 'npc_relationships';
  if (/^\d{1,6}[.)]\s+\*\*/u.test(text)) return 'key_decisions';
  const pair = keyed(body);
  if (!pair) return null;
  const main = sectionOfKey.get(pair.key);
  if (main && pair.isBold && !isItem) return main;
  if (main && main === region) return main;
  const sub = sectionOfSubKey.get(pair.key);
  return sub && (isItem ? region !== 'next_session_hooks' && region !== 'current_situation' : sub === region)
    ? sub
    : null;
};

// The square brackets of an unfilled template are no value.
const value = (shielded: string | undefined): string => {
  const text = (shielded ?? '').trim();
  return /^\[[^\]\n]*\]$/.test(text) ? '' : plainText(text);
};

const nameOf = (body: string): { name: string; rest: string } => {
  const bold = /^\*\*(.+?)\*\*:?\s*(.*)$/su.exec(body);
  if (bold) return { name: value(bold[1]), rest: bold[2] as string };
  const cut = body.search(/\s{0,4}\|/u);
  return cut === -1 ? { name: value(body), rest: '' } : { name: value(body.slice(0, cut)), rest: body.slice(cut) };
};

const pairsOf = (rest: string): Map<string, string> =>
  new Map(
    rest.split('|').flatMap((piece): [string, string][] => {
      const colon = piece.indexOf(':');
      return colon === -1 ? [] : [[plainKey(piece.slice(0, colon)), value(piece.slice(colon + 1))]];
    }),
  );

/** A list on one line: parted by `;`, or by commas where there is none, and never within brackets. */
const entriesOf = (shielded: string): string[] => {
  const text = shielded.trim();
  if (text === '' || /^\[[^\]\n]*\]$/.test(text) || NOTHING.test(text)) return [];
  const sign = text.includes(';') ? ';' : ',';
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth = Math.max(0, depth - 1);
    else if (
      text[i] === sign &&
      depth === 0 &&
      !(sign === ';' && /&#?\w{1,8}$/.test(text.slice(Math.max(0, i - 10), i)))
    ) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((p) => p.trim()).filter((p) => p !== '');
};

const thingOf = (shielded: string): SaveThing => {
  const detail = /^(.*?)\s*\(([^()]*)\)$/su.exec(shielded);
  const main = detail ? (detail[1] as string) : shielded;
  const count = /^(.*?)\s*[×x](\d{1,6})$/su.exec(main);
  return {
    name: plainText(count ? (count[1] as string) : main),
    amount: count ? Number(count[2]) : 1,
    detail: detail ? plainText(detail[2] as string) : '',
  };
};

/** Reads items into a document; `remark` gets a sentence for every value that had to change. */
export const createItemReader = (
  save: SaveDocument,
  remark: (sentence: string) => void,
): ((section: SaveSectionId, text: string) => ItemOutcome) => {
  let repaired = false;
  const note = (sentence: string): void => {
    repaired = true;
    remark(sentence);
  };
  const number = (what: string, text: string | undefined, low: number, high: number): number => {
    const found = /[-+−]?\d{1,12}(?:\.\d+)?/u.exec(text ?? '');
    if (!found) {
      if (text !== undefined && text !== '')
        note(`${what}: “${text.slice(0, 60)}” is no number and became ${Math.max(low, 0)}.`);
      return Math.max(low, 0);
    }
    const given = Math.floor(Number(found[0].replace('−', '-')));
    const kept = Math.min(high, Math.max(low, given));
    if (kept !== given) note(`${what}: ${given} is outside ${low} to ${high} and became ${kept}.`);
    return kept;
  };
  const oneOf = (what: string, words: readonly string[], text: string | undefined, otherwise: string): string => {
    const found = words.find((w) => w.toLowerCase() === (text ?? '').toLowerCase().replaceAll('_', ' '));
    if (!found && text) note(`${what}: “${text.slice(0, 60)}” is none of ${words.join(', ')} and became ${otherwise}.`);
    return found ?? otherwise;
  };
  const subKey = <T extends object>(
    items: T[],
    keys: readonly (readonly [string, keyof T])[],
    body: string,
  ): boolean => {
    const pair = keyed(body);
    const field = pair && keys.find(([key]) => plainKey(key) === pair.key)?.[1];
    const last = items.at(-1);
    if (!pair || !field || !last) return false;
    const there = last[field] as string;
    const more = value(pair.value);
    last[field] = (there && more ? `${there}\n${more}` : there || more) as T[keyof T];
    return true;
  };
  const read: Partial<Record<SaveSectionId, (body: string, isItem: boolean) => boolean>> = {
    header: (body) => {
      const pair = keyed(body);
      if (!pair) return false;
      const text = value(pair.value);
      if (pair.key === 'character') save.character = text;
      else if (pair.key === 'location') save.location = text;
      else if (pair.key === 'session') save.session = text === '' ? null : number('Session', text, 0, 1_000_000);
      else if (pair.key === 'universe')
        save.universe = text.toLowerCase() === CUSTOM_UNIVERSE.toLowerCase() ? '' : text;
      else if (pair.key === 'adult mode') {
        if (text === '') return true;
        const isOn = /^(?:enabled|true|on|yes)$/i.test(text);
        if (save.adultMode !== null && save.adultMode !== isOn)
          note('Adult mode was said in two ways; the setting was kept.');
        else save.adultMode = isOn;
      } else return false;
      return true;
    },
    player_character: (body) => {
      const pair = keyed(body);
      const field = pair && CHARACTER_KEYS.find(([key]) => plainKey(key) === pair.key)?.[1];
      if (!pair || !field) return false;
      let last = save.characters.at(-1);
      if (!last || field === 'name')
        save.characters.push(
          (last = { name: '', origin: '', appearance: '', motivation: '', moralLine: '', hiddenWeakness: '' }),
        );
      last[field] = value(pair.value);
      return true;
    },
    world_state: (body, isItem) => {
      const { name, rest } = nameOf(body);
      if (!isItem || name === '') return false;
      const pairs = pairsOf(rest);
      save.factions.push({
        name,
        power: number(`Power of ${name}`, pairs.get('power'), 0, 10),
        attitude: oneOf(`Attitude of ${name}`, ['Hostile', 'Neutral', 'Friendly'], pairs.get('attitude'), 'Neutral'),
        territory: pairs.get('territory') ?? '',
      });
      return true;
    },
    companions: (body, isItem) => {
      if (subKey(save.companions, COMPANION_KEYS, body)) return true;
      const { name, rest } = nameOf(body);
      if (!isItem || name === '') return false;
      const pairs = pairsOf(rest);
      save.companions.push({
        name,
        trust: number(`Trust of ${name}`, pairs.get('trust'), 0, 10),
        status: oneOf(`Status of ${name}`, ['Alive', 'Injured', 'Missing', 'Dead'], pairs.get('status'), 'Alive'),
        location: oneOf(`Location of ${name}`, ['With player', 'Elsewhere'], pairs.get('location'), 'With player'),
        lastInteraction: '',
        hiddenAgenda: '',
      });
      return true;
    },
    npc_relationships: (body, isItem) => {
      const ends = PAIR.exec(body);
      if (!isItem || !ends) return false;
      const first = nameOf(ends[1] as string);
      const bold = /^\*\*(.+?)\*\*(?:\s?:)?\s*(.*)$/su.exec(ends[2] as string);
      const plain = bold ? null : /^([^:]{1,300}):\s*(.*)$/su.exec(ends[2] as string);
      const said = bold?.[2] ?? plain?.[2] ?? '';
      const cut = /^(?:(.*?)\s+)?[-–—](?:\s+(.*))?$/su.exec(said);
      const b = value(bold?.[1] ?? plain?.[1] ?? (ends[2] as string));
      if (first.name === '' || b === '') return false;
      save.npcRelationships.push({ a: first.name, b, type: value(cut ? cut[1] : said), note: value(cut?.[2]) });
      return true;
    },
    locations: (body, isItem) => {
      if (subKey(save.locations, PLACE_KEYS, body)) return true;
      const { name, rest } = nameOf(body);
      if (!isItem || name === '') return false;
      const pairs = pairsOf(rest);
      save.locations.push({
        name,
        status: oneOf(`Status of ${name}`, ['Safe', 'Dangerous', 'Unknown'], pairs.get('status'), 'Unknown'),
        owner: pairs.get('owner') ?? '',
        present: '',
        secrets: '',
      });
      return true;
    },
    objectives: (body, isItem) => {
      if (subKey(save.quests, QUEST_KEYS, body)) return true;
      const { name, rest } = nameOf(body);
      if (!isItem || name === '') return false;
      const pairs = pairsOf(rest);
      save.quests.push({
        objective: name,
        type: oneOf(`Type of ${name}`, ['Main', 'Side', 'Personal'], pairs.get('type'), 'Main'),
        status: oneOf(`Status of ${name}`, ['Active', 'Complete', 'Failed'], pairs.get('status'), 'Active'),
        goal: '',
        stakes: '',
        progress: '',
      });
      return true;
    },
    inventory: (body) => {
      const pair = keyed(body);
      if (pair?.key === 'currency') save.inventory.currency = value(pair.value);
      else if (pair?.key === 'key items') save.inventory.keyItems.push(...entriesOf(pair.value).map(thingOf));
      else if (pair?.key === 'weapons/gear') save.inventory.gear.push(...entriesOf(pair.value).map(thingOf));
      else return false;
      return true;
    },
    key_decisions: (body, isItem) => {
      if (subKey(save.decisions, DECISION_KEYS, body)) return true;
      const { name } = nameOf(body);
      if (!isItem || name === '') return false;
      save.decisions.push({ decision: name, world: '', relationships: '', delayed: '' });
      return true;
    },
    pending_consequences: (body, isItem) => {
      const due = DUE.exec(body);
      if (!due && !(isItem && ARROW.test(body))) return false;
      const said = (due?.[2] ?? body).split(ARROW);
      const [trigger, effect] = said.length > 1 ? [said[0], said.slice(1).join(' → ')] : ['', said[0]];
      save.pendingConsequences.push({
        session: due && /^\d{1,7}$/.test(due[1] as string) ? Number(due[1]) : null,
        trigger: value(trigger),
        effect: value(effect),
      });
      return true;
    },
    safety_settings: (body) => {
      const pair = keyed(body);
      if (pair?.key === 'lines') save.lines.push(...entriesOf(pair.value).map(plainText));
      else if (pair?.key === 'veils') save.veils.push(...entriesOf(pair.value).map(plainText));
      else return false;
      return true;
    },
    next_session_hooks: (body, isItem) => {
      if (!isItem) return false;
      const pair = keyed(body);
      const kind = HOOK_KEYS.find(([key]) => plainKey(key) === pair?.key)?.[1];
      const text = value(kind ? pair?.value : body);
      if (text !== '') save.hooks.push({ kind: kind ?? '', text });
      return true;
    },
    internal_state: (body) => {
      const said = body.replace(/\b(?:GAUGES|SETTINGS)\s?:/gu, ' ');
      if (said.trim() === '') return true;
      let any = false;
      for (const [, key = '', level = ''] of said.matchAll(
        /([^\s:][^:\n]{0,80}?)\s{0,4}:\s{0,8}(\d{4}-\d\d-\d\dT\S{1,30}|[0-9a-f]{8}-[0-9a-f-]{27}|N\/A|[-+−]?\d{1,12}(?:\.\d+)?|true|false|enabled|disabled)(?=\s|$)/giu,
      )) {
        const name = plainText(key);
        any = true;
        if (/^last.saved$/i.test(name)) save.lastSaved = level;
        else if (/^campaign.id$/i.test(name)) save.campaignId = level;
        else if (/^emberkeep.records$/i.test(name)) continue;
        else if (/^adult.mode$/i.test(name)) {
          const isOn = /^(?:true|enabled)$/i.test(level);
          if (save.adultMode !== null && save.adultMode !== isOn)
            note('Adult mode was said in two ways; the setting was kept.');
          save.adultMode = isOn;
        } else {
          const range = GAUGE_RANGES[name.toLowerCase()];
          save.gauges.push({
            name,
            level: /^n/i.test(level)
              ? null
              : number(name, level, range?.[0] ?? Number.MIN_SAFE_INTEGER, range?.[1] ?? Number.MAX_SAFE_INTEGER),
          });
        }
      }
      return any || /^[\w ]{1,40}:\s*$/.test(said.trim());
    },
  };
  const sizes: Partial<Record<SaveSectionId, () => number>> = {
    world_state: () => save.factions.length,
    companions: () => save.companions.length,
    npc_relationships: () => save.npcRelationships.length,
    locations: () => save.locations.length,
    objectives: () => save.quests.length,
    key_decisions: () => save.decisions.length,
    pending_consequences: () => save.pendingConsequences.length,
    next_session_hooks: () => save.hooks.length,
    player_character: () => save.characters.length,
    internal_state: () => save.gauges.length,
    inventory: () => save.inventory.keyItems.length + save.inventory.gear.length,
    safety_settings: () => save.lines.length + save.veils.length,
  };
  return (section, text) => {
    const body = text.replace(BULLET, '').trim();
    repaired = false;
    if ((sizes[section]?.() ?? 0) >= MOST_ITEMS || !read[section]?.(body, body !== text || body.startsWith('**')))
      return null;
    return repaired ? 'repaired' : 'said';
  };
};
