// How the history of a record calls what changed, and says its values in words: no JSON and no ids.
import {
  isId,
  isPlainObject,
  MAP,
  momentWords,
  readAttachedPicture,
  readMapTarget,
  storedKey,
  type Field,
  type GameMap,
  type RandomTable,
} from '@emberkeep/domain';
import type { Spec } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { m } from '#messages';

type Names = Pick<LiveCampaign, 'entity' | 'one'>;

/** A record whose history is read; undefined while it is not there. */
export interface ChangedRecord {
  spec: Spec;
  record: Readonly<Record<string, unknown>> | undefined;
  names: Names;
}

interface Part {
  name: string;
  field: Field<unknown> | undefined;
  /** What is behind the name of the field in the key; empty without it. */
  member: string;
}

const partOf = (spec: Spec, key: string): Part => {
  const [stored = '', ...rest] = key.split('/');
  const found = Object.entries(spec.fields).find(([name, field]) => storedKey(name, field) === stored);
  return { name: found?.[0] ?? stored, field: found?.[1], member: rest.join('/') };
};

const own = (group: unknown, id: string): unknown =>
  isPlainObject(group) && Object.hasOwn(group, id) ? group[id] : undefined;

const targetWords = (value: unknown, names: Names): string => {
  const target = readMapTarget(value);
  if (!target) return m.records_changeWords_unknown();
  if (target.kind === 'scene') return m.records_changeWords_a_scene();
  const name = target.kind === 'entity' ? names.entity(target.id)?.name : names.one(MAP, target.id)?.title;
  return name ?? m.records_changeWords_gone();
};

const placeWords = (value: unknown): string => {
  const [x, y] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const percent = (share: unknown): number => (typeof share === 'number' ? Math.round(share * 100) : 0);
  return m.records_changeWords_place({ right: percent(x), down: percent(y) });
};

const shapeWords = (value: unknown): string =>
  m.records_changeWords_corners({ count: Array.isArray(value) ? value.length : 0 });

const yes = (): string => m.records_changesDialog_yes();
const booleanWords = (value: boolean): string => (value ? yes() : m.records_changeWords_no());

/** The parts of a map's pins and zones: what each is called, and how its values are said. */
const MARK_PARTS: Readonly<Record<string, { label: () => string; words?: (value: unknown, names: Names) => string }>> =
  {
    pins: { label: m.records_changeWords_place_of_pin, words: placeWords },
    zones: { label: m.records_changeWords_shape, words: shapeWords },
    labels: { label: m.records_changeWords_label },
    targets: { label: m.records_changeWords_opens, words: targetWords },
    notes: { label: m.records_changeWords_note },
    forPlayers: { label: m.records_changeWords_for_players, words: yes },
    gone: { label: m.records_changesDialog_deleted, words: yes },
  };

/** What a pin or a zone is called now. */
const markName = (map: Partial<GameMap> | undefined, id: string, names: Names): string => {
  const label = own(map?.labels, id);
  if (typeof label === 'string' && label !== '') return label;
  const target = readMapTarget(own(map?.targets, id));
  const opened = target?.kind === 'entity' ? names.entity(target.id)?.name : undefined;
  return opened ?? (own(map?.zones, id) === undefined ? m.records_changeWords_a_pin() : m.records_changeWords_a_zone());
};

/** The parts of an entry of a random table. */
const ENTRY_PARTS: ReadonlySet<string> = new Set(['cells', 'weights', 'ranges']);

const entryName = (table: Partial<RandomTable> | undefined, member: string): string =>
  table?.entries?.find(({ id }) => id === member.split('.')[0])?.text ?? '';

/** What the line of a change is called. */
export const changeLabel = ({ spec, record, names }: ChangedRecord, key: string): string => {
  const { name, field, member } = partOf(spec, key);
  if (key === 'deleted') return m.records_changesDialog_deleted();
  const mark = spec.kind === 'map' ? MARK_PARTS[name] : undefined;
  if (mark && member)
    return m.records_changeWords_part_of({ name: markName(record, member, names), part: mark.label() });
  const label = field?.label ?? key;
  const entry = spec.kind === 'randomTable' && ENTRY_PARTS.has(name) ? entryName(record, member) : '';
  if (entry) return m.records_changeWords_part_of({ name: entry, part: label });
  return field?.hasParts && member ? `${label} (${member})` : label;
};

const memberWords = (field: Field<unknown>, member: string, isIn: boolean, names: Names): string => {
  if (!isIn) return m.records_changeWords_nothing();
  return field.refers === 'entity' ? (names.entity(member)?.name ?? member) : member;
};

/** A showing of a handout or a map, and its end. */
const showingWords = (value: unknown): string => {
  const at = isPlainObject(value) ? value['at'] : value;
  return typeof at === 'number' ? momentWords(at) : m.records_changeWords_unknown();
};

/** Deeper than any value of the app; a peer may nest it until the stack overflows. */
const MAX_DEPTH = 4;

/** A value of any shape: what it holds, without ids. */
const plainWords = (value: unknown, names: Names, depth = 0): string => {
  if (typeof value === 'string') return names.entity(value)?.name ?? (isId(value) ? '' : value);
  if (typeof value === 'boolean') return booleanWords(value);
  if (typeof value !== 'object' || value === null) return value === null ? '' : String(value);
  if (depth > MAX_DEPTH) return '…';
  const picture = readAttachedPicture(value);
  if (picture) return picture.name || m.records_changeWords_a_picture();
  const said = Object.entries(value).flatMap(([key, each]) => {
    const words = plainWords(each, names, depth + 1);
    if (words === '') return [];
    return Array.isArray(value) ? words : `${key}: ${words}`;
  });
  return said.join(Array.isArray(value) ? ', ' : '; ');
};

const objectWords = (value: object, names: Names): string =>
  'value' in value && typeof value.value === 'number'
    ? String(value.value)
    : plainWords(value, names) || m.records_changeWords_unknown();

/** A value before or after a change. */
export const changeWords = ({ spec, names }: ChangedRecord, key: string, value: unknown): string => {
  if (value === undefined || value === null || value === '') return m.records_changeWords_nothing();
  const { name, field, member } = partOf(spec, key);
  const mark = spec.kind === 'map' && member ? MARK_PARTS[name] : undefined;
  if (mark?.words) return mark.words(value, names);
  if ((spec.kind === 'map' || spec.kind === 'handout') && (name === 'shows' || name === 'ends'))
    return showingWords(value);
  if (field?.form === 'members') return memberWords(field, member, value === true, names);
  if (typeof value === 'object') return objectWords(value, names);
  if (typeof value === 'boolean') return booleanWords(value);
  if (typeof value !== 'string') return String(value);
  if (field?.refers === 'entity' || field?.hasParts) return names.entity(value)?.name ?? value;
  return field?.optionLabels?.[value] ?? value;
};
