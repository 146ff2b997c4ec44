// Turns a record into the passages that are searched: its fields, and its rich texts in chunks, each for one
// audience. Pure: a passage follows from its own record alone. What depends on other records (names, whether a
// session is published) is joined in SQL, so a change to one record never rewrites another record's passages here.
import {
  entityTypeLabel,
  eventType,
  lineWithoutTargets,
  mapPins,
  mapZones,
  noteWithoutTargets,
  RECORDS,
  SCENE_TYPE_LABELS,
  type AnySpec,
  type GameMap,
  type ReadRecord,
  type TimelineEvent,
} from '@emberkeep/domain';
import type { Row } from '../index-db/copy.ts';
import { chunksOf } from './chunks.ts';
import { metadataOf, textOf } from './passage-metadata.ts';
import { eventWords, fieldWords } from './searched-fields.ts';
import { asUuid } from './uuid.ts';

/** What each kind of record is searched as. Suggestions are not searched: nobody has accepted them yet. */
const KIND_OF: Readonly<Record<string, string>> = {
  campaign: 'notebook',
  session: 'session',
  note: 'note',
  entity: 'entity',
  entityLog: 'log',
  clock: 'clock',
  goal: 'goal',
  handout: 'handout',
  map: 'map',
  randomTable: 'table',
  calendarEntry: 'calendar',
  moon: 'calendar',
  encounter: 'encounter',
  template: 'template',
  chapter: 'chapter',
  scene: 'scene',
  event: 'event',
  chatMessage: 'chat',
  inventory: 'notebook',
  decision: 'notebook',
  consequence: 'notebook',
  hook: 'notebook',
  reconstruct: 'notebook',
  safety: 'notebook',
  player: 'notebook',
};

/** The label and the `sub` of a session's notes. */
const NOTES: Readonly<Record<string, { label: string; sub: string }>> = {
  prep_notes: { label: 'Prep notes', sub: 'prep' },
  play_notes: { label: 'Scratchpad', sub: 'play' },
  actual_notes: { label: 'What happened', sub: 'actual' },
};

/**
 * Fields of shared records that players may find by, besides the title: those that the player view shows, which a test
 * compares. Every other field goes into a passage for the GM.
 */
const PLAYER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  session: ['actualObjectives', 'highlights'],
  handout: ['caption'],
};

/** Characters kept of each column: a tsvector holds a megabyte, and a peer's field may be larger. */
const LONGEST_LINE = 1000;
const LONGEST_ID = 200;
const LONGEST_ALIASES = 5000;
const LONGEST_BODY = 50_000;

const labelOf = (read: ReadRecord): string => {
  switch (read.kind) {
    case 'entity':
      return entityTypeLabel(textOf(read.record['entityType']));
    case 'scene':
      return `Scene · ${SCENE_TYPE_LABELS[read.record['sceneType'] as keyof typeof SCENE_TYPE_LABELS] ?? ''}`;
    case 'event':
      return eventType(textOf(read.record['eventType'])).label;
    case 'chatMessage':
      return read.record['role'] === 'assistant' ? 'Chat · answer' : 'Chat · question';
    default:
      return read.kind === 'note' ? '' : RECORDS[read.kind].label;
  }
};

/** The label of a record's rich text, such as "Scene GM notes" or "Scene description". */
const textLabel = (read: ReadRecord, name: string): string => {
  if (read.kind === 'note') return NOTES[name]?.label ?? name;
  const spec: AnySpec = RECORDS[read.kind];
  const label = spec.texts[name]?.label ?? name;
  return `${spec.label} ${label.startsWith('GM') ? label : label.replace(/^./, (c) => c.toLowerCase())}`;
};

const clip = (value: unknown, length: number): string => textOf(value).slice(0, length);

/** What stands behind the words of a link may be the GM's, so players do not find by it. */
const forItsReaders = (passage: Row): Row =>
  passage['audience'] !== 'table'
    ? passage
    : {
        ...passage,
        ...Object.fromEntries(
          ['title', 'heading', 'body'].map((name) => [name, lineWithoutTargets(textOf(passage[name]))]),
        ),
      };

const clipped = (passage: Row): Row => ({
  ...passage,
  label: clip(passage['label'], LONGEST_LINE),
  title: clip(passage['title'], LONGEST_LINE),
  heading: clip(passage['heading'], LONGEST_LINE),
  aliases: clip(passage['aliases'], LONGEST_ALIASES),
  body: clip(passage['body'], LONGEST_BODY),
});

const isWorthKeeping = (passage: Row): boolean =>
  passage['title'] !== '' || passage['body'] !== '' || passage['heading'] !== '';

/** Makes a passage of the record: `part` and `n` are unique within it, `fields` overrides the defaults. */
type MakePassage = (part: string, n: number, fields: Row) => Row;

const eventPassages = (read: ReadRecord, isShared: boolean, make: MakePassage): Row[] => {
  // reason for the cast: the record was read by the event's own declaration
  const { known, other } = eventWords(read.record as unknown as TimelineEvent);
  const main = make('main', 0, { body: known.join('. '), audience: isShared ? 'table' : 'gm' });
  return other.length === 0 ? [main] : [main, make('gm', 0, { body: other.join('. ') })];
};

/**
 * The fields of a record. A passage has one audience, so what players may know and what they may not are kept apart.
 */
const fieldPassages = (read: ReadRecord, spec: AnySpec, isShared: boolean, make: MakePassage): Row[] => {
  const isOpen = (name: string): boolean => isShared && (PLAYER_FIELDS[read.kind]?.includes(name) ?? false);
  const secret = fieldWords(spec, read, (name) => !isOpen(name));
  if (!isShared) return [make('main', 0, { body: secret.join('\n') })];
  const main = make('main', 0, { body: fieldWords(spec, read, isOpen).join('\n'), audience: 'table' });
  const forGm = make('gm', 0, { body: secret.join('\n') });
  return secret.length === 0 && forGm['aliases'] === main['aliases'] ? [main] : [main, forGm];
};

/**
 * The pins and zones of a map that have words of their own. All are the GM's: which of them players get follows from
 * other records too. The `sub` is the id of the pin, which a hit opens.
 */
const markPassages = (map: GameMap, make: MakePassage): Row[] => {
  const marks = [
    ...mapPins(map).map((pin) => ({ ...pin, what: 'Pin' })),
    ...mapZones(map).map((zone) => ({ ...zone, what: 'Zone' })),
  ];
  return marks.flatMap(({ id, label, note, what }, n): Row[] =>
    (label === '' && note === '') || id.length > LONGEST_ID
      ? []
      : [make('mark', n, { sub: id, title: label || map.title, label: `${what} · ${map.title}`, body: note })],
  );
};

const mainPassages = (read: ReadRecord, isShared: boolean, make: MakePassage): Row[] => {
  if (read.kind === 'note') return [];
  if (read.kind === 'chatMessage') return [make('main', 0, { body: textOf(read.record['content']) })];
  if (read.kind === 'event') return eventPassages(read, isShared, make);
  const fields = fieldPassages(read, RECORDS[read.kind], isShared, make);
  // reason: the record was read by the map's own declaration
  return read.kind === 'map' ? [...fields, ...markPassages(read.record as unknown as GameMap, make)] : fields;
};

const textPassages = (read: ReadRecord, isShared: boolean, make: MakePassage): Row[] =>
  Object.entries(read.texts).flatMap(([name, nodes]) => {
    const audience = read.kind === 'note' ? 'gm' : (RECORDS[read.kind] as AnySpec).texts[name]?.audience;
    const isOpen = audience === 'table' && isShared;
    return chunksOf(isOpen ? noteWithoutTargets(nodes) : nodes).map(({ heading, text }, n) =>
      make(name, n, {
        heading,
        body: text,
        label: textLabel(read, name),
        audience: isOpen ? 'table' : 'gm',
        ...(read.kind === 'note' ? { sub: NOTES[name]?.sub ?? '', title: '' } : {}),
      }),
    );
  });

/** Every passage of a record, without the columns that SQL fills; none for a kind that is not searched. */
export const passagesOf = (read: ReadRecord): Row[] => {
  const kind = KIND_OF[read.kind];
  if (!kind) return [];
  const { isShared, playerAliases, ...metadata } = metadataOf(read, kind);
  const make: MakePassage = (part, n, fields) => ({
    ...metadata,
    // An id that a peer made up may be too long for an index.
    id: `${read.kind}:${read.id.length > LONGEST_ID ? asUuid(read.id) : read.id}:${part}:${n}`,
    record_kind: read.kind,
    record_id: asUuid(read.id),
    part,
    label: labelOf(read),
    heading: '',
    body: '',
    audience: 'gm',
    ...fields,
    ...(fields['audience'] === 'table' ? { aliases: playerAliases } : {}),
  });
  return [...mainPassages(read, isShared, make), ...textPassages(read, isShared, make)]
    .map(forItsReaders)
    .map(clipped)
    .filter(isWorthKeeping);
};
