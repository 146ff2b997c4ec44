// Owns somebody or something new in a moment: a name that nobody in the campaign has, what they want, what one notices, numbers of the system.
// Seeded by who was asked for and where, so that both GMs who ask the same meet the same person.
import { likeness, trigrams } from './likeness.ts';
import type { EntityType } from '@emberkeep/domain';
import { blockFor } from './stats.ts';
import { NEW_NAMES } from './words.ts';

const list = (words: string): string[] => words.split(/,\s*/);
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  old: list(
    'Aldith, Bram, Cuthbert, Dorrit, Edda, Fenn, Garrick, Hester, Ivo, Jory, Kit, Lowen, Maud, Nessa, Osric, Piran, Quill, Rosmund, Senna, Tobin, Una, Wat, Yestin, Merrin, Gytha, Col, Sabra, Hale, Idony, Perkin',
  ),
  city: list(
    'Albert, Beatrice, Clarence, Dorothy, Edmund, Florence, Gilbert, Harriet, Irving, Josephine, Leonard, Mabel, Norman, Olive, Percival, Rosalind, Stanley, Theodora, Vernon, Winifred, Ezra, Cora, Silas, Ada',
  ),
  dusk: list(
    'Arlyn, Bricks, Casta, Drav, Ember, Fitz, Grine, Holt, Istre, Jorren, Kamelin, Lyra, Moth, Naria, Orlan, Prichard, Reth, Syra, Thorn, Veretta, Wester, Zamira',
  ),
};
const FAMILY: Readonly<Record<string, readonly string[]>> = {
  old: list(
    'Ashdown, Barrow, Copperthwaite, Dunmore, Eelbrook, Fairlock, Grimsby, Hollin, Ironside, Kettlewell, Larkin, Marrow, Netherby, Oakes, Penrose, Quickley, Rudd, Saltash, Thackeray, Underhill, Wynter, Yarrow',
  ),
  city: list(
    'Abernathy, Blackwood, Carmichael, Doyle, Eastman, Fairbanks, Goodwin, Harlow, Ingram, Jarvis, Kessler, Lockwood, Mercer, Nolan, Ormond, Prescott, Quigley, Ransome, Sinclair, Thayer, Upton, Whitlock',
  ),
  dusk: list(
    'Ankhayat, Boden, Clelland, Dalmore, Edlun, Farros, Haig, Keel, Lomond, Maroden, Penderyn, Roland, Skelkallan, Strangford, Templeton, Vale, Walund',
  ),
};
const WANTS = list(
  'to pay back a debt before the week is out, to hear news of a brother who went to sea, to be left alone, to impress somebody above them, to see one person humbled, to buy their way out of a promise, to keep a secret that is not theirs, to find out who has been asking about them, to get their child away from here, to sell something that is not quite theirs, to be forgiven, to see the old ways kept',
);
const QUIRKS = list(
  'never looks at the person they speak to, hums when they lie, counts coins twice and drops the third, has ink on every finger, laughs a moment too late, keeps one glove on, repeats the last word of every question, smells of smoke and oranges, writes everything down, cannot stand silence, touches wood before saying no, always has a door in view',
);

/** A number from a text, the same everywhere. */
const hash = (text: string): number => {
  let h = 2166136261;
  for (const unit of text) h = Math.imul(h ^ unit.codePointAt(0)!, 16777619);
  return h >>> 0;
};
export interface NewPerson {
  name: string;
  role: string;
  motivation: string;
  quirk: string;
  /** The system's own fields. */
  stats: Readonly<Record<string, string | number>>;
}

/** `taken`: every name and alias of the campaign; `seed`: what the campaign is, so that two campaigns differ. */
export const makePerson = (
  asked: { role?: string; name?: string; place?: string },
  systemId: string,
  taken: readonly string[],
  seed: string,
): NewPerson => {
  const culture = systemId === 'coc-7e' ? 'city' : systemId === 'fitd' ? 'dusk' : 'old';
  const start = hash(`${seed}|${asked.role ?? ''}|${asked.place ?? ''}`.toLowerCase());
  const [given, family] = [GIVEN[culture] as readonly string[], FAMILY[culture] as readonly string[]];
  const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
  const parts = new Set(taken.flatMap((other) => other.toLowerCase().split(/\s+/)));
  const known = taken.map(trigrams);
  const whole = new Set(taken.map((other) => other.toLowerCase()));
  const isUnlike = (candidate: string): boolean => known.every((other) => likeness(trigrams(candidate), other) < 0.6);
  // No name that could be taken for one that is here: no part of it, nothing much alike. A crowded campaign shares family names.
  const rules: ((first: string, last: string) => boolean)[] = [
    (first, last) => !parts.has(first.toLowerCase()) && !parts.has(last.toLowerCase()) && isUnlike(`${first} ${last}`),
    (first, last) => !parts.has(first.toLowerCase()) && isUnlike(`${first} ${last}`),
    (first, last) => isUnlike(`${first} ${last}`),
    (first, last) => !whole.has(`${first} ${last}`.toLowerCase()),
  ];
  let name = asked.name ?? '';
  for (const isFree of rules) {
    for (let n = 0; name === '' && n < given.length * family.length; n++) {
      const [first, last] = [pick(given, start + n), pick(family, (start >>> 8) + Math.floor(n / given.length))];
      if (isFree(first, last)) name = `${first} ${last}`;
    }
  }
  if (name === '') name = `${pick(given, start)} ${pick(family, start >>> 8)} the ${asked.role ?? 'stranger'}`;
  const role = asked.role ?? 'somebody';
  return {
    name,
    role,
    motivation: `wants ${pick(WANTS, start >>> 4)}`,
    quirk: pick(QUIRKS, start >>> 12),
    stats: blockFor(role, systemId)?.block.fields ?? {},
  };
};

/** A name that nothing here has, for a place, a group or a thing that was asked for without one; "New clue" for what is named by what it is. */
export const newName = (
  type: EntityType,
  { text, names, seed }: { text: string; names: readonly { name: string; aliases: readonly string[] }[]; seed: string },
): string => {
  const taken = new Set(names.flatMap((n) => [n.name, ...n.aliases]).map((n) => n.toLowerCase()));
  const [first, second] = new Map(Object.entries(NEW_NAMES)).get(type) ?? [[], []];
  const start = hash(`${seed}|${text}`.toLowerCase());
  for (let n = 0; n < first.length * second.length; n++) {
    const name = `The ${first[(start + n) % first.length]} ${second[((start >>> 8) + Math.floor(n / first.length)) % second.length]}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
  for (let n = 1; ; n++) {
    const name = `New ${type}${n === 1 ? '' : ` ${n}`}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
};
