// One session, entity or chapter for print or as Markdown: a title and cards, each of which belongs on one page.
// Screen, paper and file are made from the same cards, so they agree.
import {
  compareNames,
  dayWords,
  CHAPTER,
  CLOCK,
  ENTITY,
  ENTITY_LOG,
  entityTypeLabel,
  eventWords,
  GOAL,
  noteLines,
  picturesInNotes,
  PLAYER,
  playerAliases,
  playerRecord,
  playerSessionRecord,
  RECORDS,
  RELATIONSHIP,
  SCENE,
  SCENE_TYPE_LABELS,
  SESSION,
  sessionPlayers,
  sessionTitle,
  TIMELINE_EVENT,
  byOrder,
  byTime,
  type NoteNode,
  type PlayerWords,
  type RecordOf,
  type RecordSpec,
  type Relationship,
  type Scene,
  type Session,
  type StoredRecord,
} from '@emberkeep/domain';
import { noteToMarkdown, WITHOUT_PICTURES } from './note-to-markdown.ts';
import { recordOfStored } from './stored-record.ts';

export interface PaperCard {
  heading: string;
  nodes: readonly NoteNode[];
}

export interface Paper {
  title: string;
  subtitle: string;
  cards: readonly PaperCard[];
}

export type PaperKind = 'session' | 'entity' | 'chapter';

export interface PaperSource {
  /** The ledger's records; for a session also those of its body. */
  records: readonly StoredRecord[];
  /** The name of an entity; empty for an unknown id. Not used on a copy for players. */
  nameOf(id: string): string;
  /** The number a session is shown with, if it differs from the stored one. */
  shownNumber?: number;
  /** For a copy for players: what they may read. Everything that is not declared for them is left out. Else null. */
  players: PlayerWords | null;
}

const text = (value: string): NoteNode => ({ type: 'text', text: value });
const paragraph = (...content: NoteNode[]): NoteNode => ({ type: 'paragraph', content });
const fact = (label: string, value: string): NoteNode =>
  paragraph({ ...text(`${label}:`), marks: [{ type: 'bold' }] }, text(` ${value}`));
const points = (lines: readonly string[]): NoteNode[] =>
  lines.length === 0
    ? []
    : [{ type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(text(line))] })) }];
const link = (name: string): string => (/[[\]|\n]/.test(name) ? name : `[[${name}]]`);

/** How this copy names an entity. */
const namesOf = ({ nameOf, players }: PaperSource): PaperSource['nameOf'] => (players ? players.nameOf : nameOf);

/** The record as the readers of this copy may read it. */
const forReaders = <S extends RecordSpec>(spec: S, record: RecordOf<S>, { players }: PaperSource): RecordOf<S> =>
  players ? playerRecord(spec, record, players) : record;

/** The session as the readers of this copy may read it: lists and stats without what events keep from players. */
const sessionForReaders = (session: Session, source: PaperSource): Session => {
  const words = source.players;
  if (!words) return session;
  const context = { clocks: recordsOf(CLOCK, source), goals: recordsOf(GOAL, source), words };
  return playerSessionRecord(session, recordsOf(TIMELINE_EVENT, source), context);
};

/** A field's value as text; empty if there is nothing to print. */
const textOf = (value: unknown, isRef: boolean, nameOf: PaperSource['nameOf']): string => {
  if (typeof value === 'boolean') return value ? 'yes' : '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (!isRef) return value.trim();
    return nameOf(value) ? link(nameOf(value)) : '';
  }
  if (Array.isArray(value))
    return value
      .map((v) => textOf(typeof v === 'object' && v !== null && 'text' in v ? v.text : v, isRef, nameOf))
      .filter(Boolean)
      .join(', ');
  if (typeof value === 'object' && value !== null && 'steps' in value && 'value' in value) return String(value.value);
  return '';
};

/** Kinds of inputs whose values say nothing on paper. */
const UNPRINTED_INPUTS = new Set(['hidden', 'instant', 'gameTime', 'json']);

/** Fields that a card's title, subtitle or texts already show. */
const SHOWN_ELSEWHERE = {
  session: new Set(['number', 'title', 'date', 'tags', 'sharesNotes', 'correctedMinutes']),
  entity: new Set(['name', 'entityType', 'aliases', 'isKnown']),
} as const;

/** The facts of a record: each field that differs from a new record's, with its label. */
const factsOf = (
  kind: 'session' | 'entity',
  record: Readonly<Record<string, unknown>>,
  source: PaperSource,
): NoteNode[] =>
  Object.entries(RECORDS[kind].fields as RecordSpec['fields']).flatMap(([name, field]) => {
    const value = record[name];
    const nameOf = namesOf(source);
    const isPrinted =
      !SHOWN_ELSEWHERE[kind].has(name) &&
      !UNPRINTED_INPUTS.has(field.input) &&
      field.facet !== 'source' &&
      !(source.players && field.audience !== 'table') &&
      JSON.stringify(value) !== JSON.stringify(field.empty);
    if (!isPrinted) return [];
    if (field.form === 'entries')
      return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, each]) =>
        typeof each === 'string' || typeof each === 'number' ? [fact(key, String(each))] : [],
      );
    const isRef = field.input === 'ref' || field.input === 'refs';
    const said = field.optionLabels?.[String(value)] ?? textOf(value, isRef, nameOf);
    return said ? [fact(field.label, said)] : [];
  });

const cardsOfTexts = (kind: PaperKind, texts: StoredRecord['texts'], { players }: PaperSource): PaperCard[] =>
  Object.entries(RECORDS[kind].texts as RecordSpec['texts']).flatMap(([name, { label, audience }]) => {
    const nodes = texts[name] ?? [];
    if (!players) return [{ heading: label, nodes }];
    return audience === 'table' ? [{ heading: label, nodes: players.note(nodes) }] : [];
  });

const card = (heading: string, nodes: readonly NoteNode[] | undefined): PaperCard => ({ heading, nodes: nodes ?? [] });

/** The record with this id as stored and as its declaration reads it; null if it is not there. */
const find = <S extends RecordSpec>(spec: S, id: string, { records }: PaperSource) => {
  const stored = records.find((r) => r.kind === spec.kind && r.id === id);
  const record = stored && recordOfStored(spec, stored);
  return stored && record ? { stored, record } : null;
};

/** Every record of a kind, as its declaration reads it. */
const recordsOf = <S extends RecordSpec>(spec: S, { records }: PaperSource) =>
  records.filter((r) => r.kind === spec.kind).flatMap((r) => recordOfStored(spec, r) ?? []);

/** “Scene: The toll gate”; a title that begins with “Scene” says so itself. */
const headingOf = (title: string): string => (/^scene\b/iu.test(title.trim()) ? title : `Scene: ${title}`);

const sceneCard = (scene: Scene, texts: StoredRecord['texts'], nameOf: PaperSource['nameOf']): PaperCard => {
  const present = scene.entityIds.map(nameOf).filter(Boolean).map(link);
  const gmNotes = texts['gm_notes'] ?? [];
  return card(headingOf(scene.title), [
    fact('Type', SCENE_TYPE_LABELS[scene.sceneType]),
    ...(scene.objective ? [fact('Objective', scene.objective)] : []),
    ...(scene.brief ? [paragraph(text(scene.brief))] : []),
    ...(present.length > 0 ? [fact('With', present.join(', '))] : []),
    ...(texts['description'] ?? []),
    ...(gmNotes.length > 0 ? [paragraph({ ...text('GM notes'), marks: [{ type: 'bold' }] }), ...gmNotes] : []),
  ]);
};

const sceneCards = ({ records, nameOf }: PaperSource): PaperCard[] =>
  records
    .filter((r) => r.kind === 'scene')
    .flatMap((r) => {
      const scene = recordOfStored(SCENE, r);
      return scene ? [{ scene, texts: r.texts }] : [];
    })
    .sort((a, b) => byOrder(a.scene, b.scene))
    .map(({ scene, texts }) => sceneCard(scene, texts, nameOf));

/** Who was present, by name. With which characters, and who came late or left early, is the GM's. */
const presentOf = (session: Session, source: PaperSource): NoteNode[] => {
  const names = new Map(recordsOf(PLAYER, source).map(({ id, name }) => [id, name]));
  const present = sessionPlayers(session).filter(({ attended }) => attended);
  const words = present.flatMap(({ userId, characterIds, arrivedLate, leftEarly }) => {
    const name = names.get(userId);
    if (!name) return [];
    if (source.players) return [source.players.line(name)];
    const notes = [
      ...characterIds.map(source.nameOf).filter(Boolean).map(link),
      ...(arrivedLate ? ['late'] : []),
      ...(leftEarly ? ['left early'] : []),
    ];
    return [notes.length > 0 ? `${name} (${notes.join(', ')})` : name];
  });
  return words.length > 0 ? [fact('Players', words.sort(compareNames).join(', '))] : [];
};

/** Prep, scenes, play and log: what only the GM sees of a session. */
const gmCardsOfSession = (id: string, source: PaperSource): PaperCard[] => {
  const notes = source.records.find((r) => r.kind === 'note' && r.id === id)?.texts ?? {};
  const log = recordsOf(TIMELINE_EVENT, source)
    .sort(byTime)
    .map((event) => eventWords(event, source.nameOf))
    .filter((line) => line.trim() !== '');
  return [
    card('Prep notes', notes['prep_notes']),
    ...sceneCards(source),
    card('At the table', notes['play_notes']),
    card('What happened', notes['actual_notes']),
    card('Log', points(log)),
  ];
};

const paperOfSession = (id: string, source: PaperSource): Paper | null => {
  const found = find(SESSION, id, source);
  if (!found) return null;
  const session = sessionForReaders(found.record, source);
  const number = source.shownNumber ?? session.number;
  const title = sessionTitle({ title: session.title, shownNumber: number });
  const [summary, ...others] = cardsOfTexts('session', found.stored.texts, source);
  return {
    title,
    subtitle: [`Session ${number}`, dayWords(session.date)].filter((w) => w && w !== title).join(' · '),
    cards: [
      card('At a glance', [...presentOf(session, source), ...factsOf('session', { ...session }, source)]),
      ...(summary ? [summary] : []),
      ...(source.players ? [] : gmCardsOfSession(id, source)),
      ...others,
    ],
  };
};

const relationshipLine = ({ fromId, toId, relationType, note }: Relationship, nameOf: PaperSource['nameOf']): string =>
  `${nameOf(fromId)} – ${relationType.replaceAll('_', ' ')} – ${nameOf(toId)}${note ? `: ${note}` : ''}`;

const gmCardsOfEntity = (id: string, source: PaperSource): PaperCard[] => {
  const relationships = recordsOf(RELATIONSHIP, source).filter((r) => r.fromId === id || r.toId === id);
  const log = recordsOf(ENTITY_LOG, source).filter((e) => e.entityId === id && e.confidence !== 'SUGGESTION');
  return [
    card('Relationships', points(relationships.map((r) => relationshipLine(r, source.nameOf)))),
    card('Log', points(log.map((entry) => entry.text))),
  ];
};

const paperOfEntity = (id: string, source: PaperSource): Paper | null => {
  const found = find(ENTITY, id, source);
  if (!found) return null;
  const entity = forReaders(ENTITY, found.record, source);
  const aliases = source.players
    ? playerAliases(found.record)
    : entity.aliases.filter((alias) => alias !== entity.name);
  return {
    // The name is what the copy is of, also where players do not know it yet.
    title: source.players ? source.players.line(found.record.name) : found.record.name,
    subtitle: [entityTypeLabel(entity.entityType), aliases.length > 0 ? `also ${aliases.join(', ')}` : '']
      .filter(Boolean)
      .join(' · '),
    cards: [
      card('At a glance', factsOf('entity', { ...entity }, source)),
      ...cardsOfTexts('entity', found.stored.texts, source),
      ...(source.players ? [] : gmCardsOfEntity(id, source)),
    ],
  };
};

const paperOfChapter = (id: string, source: PaperSource): Paper | null => {
  const found = find(CHAPTER, id, source);
  return found
    ? {
        title: forReaders(CHAPTER, found.record, source).title,
        subtitle: 'Chapter',
        cards: cardsOfTexts('chapter', found.stored.texts, source),
      }
    : null;
};

const PAPER_OF: Readonly<Record<PaperKind, (id: string, source: PaperSource) => Paper | null>> = {
  session: paperOfSession,
  entity: paperOfEntity,
  chapter: paperOfChapter,
};

const hasWords = (nodes: readonly NoteNode[]): boolean => noteLines(nodes).some((line) => line.trim() !== '');

/** One record for print; null if it is not there. Cards without text and pictures are left out. */
export const paperOf = (kind: PaperKind, id: string, source: PaperSource): Paper | null => {
  const paper = PAPER_OF[kind](id, source);
  return (
    paper && {
      ...paper,
      cards: paper.cards.filter(({ nodes }) => hasWords(nodes) || picturesInNotes(nodes).length > 0),
    }
  );
};

/** The title, subtitle and cards as Markdown. */
export const paperMarkdown = ({ title, subtitle, cards }: Paper): string =>
  noteToMarkdown(
    [
      { type: 'heading', attrs: { level: 1 }, content: [text(title)] },
      ...(subtitle ? [paragraph({ ...text(subtitle), marks: [{ type: 'italic' }] })] : []),
      ...cards.flatMap(({ heading, nodes }): NoteNode[] => [
        { type: 'heading', attrs: { level: 2 }, content: [text(heading)] },
        ...nodes,
      ]),
    ],
    WITHOUT_PICTURES,
  );
