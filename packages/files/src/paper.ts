// Owns one record or one evening as it goes on paper or out as Markdown: a title and cards that belong on one page each. In:
// records as they lie. Out: notes, so that screen, paper and file say the same.
import {
  CHAPTER,
  ENTITY,
  ENTITY_LOG,
  entityTypeLabel,
  eventLine,
  noteLines,
  RECORDS,
  RELATIONSHIP,
  SCENE,
  SCENE_TYPE_LABELS,
  SESSION,
  sessionName,
  TIMELINE_EVENT,
  byOrder,
  byTime,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { noteToMarkdown } from './note-to-markdown.ts';
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
  /** The ledger's records, and of an evening those of its body. */
  records: readonly StoredRecord[];
  /** Name of an entity, empty where there is none. */
  nameOf(id: string): string;
  /** The number that an evening is shown with. */
  shownNumber?: number;
  /** Only what the table may see. */
  forPlayers: boolean;
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

/** A field's value in words; empty where there is nothing to say. */
const wordsOf = (value: unknown, isRef: boolean, nameOf: PaperSource['nameOf']): string => {
  if (typeof value === 'boolean') return value ? 'yes' : '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return isRef ? (nameOf(value) ? link(nameOf(value)) : '') : value.trim();
  if (Array.isArray(value))
    return value
      .map((v) => wordsOf(typeof v === 'object' && v !== null && 'text' in v ? v.text : v, isRef, nameOf))
      .filter(Boolean)
      .join(', ');
  if (typeof value === 'object' && value !== null && 'steps' in value && 'value' in value) return String(value.value);
  return '';
};

const UNSAID = new Set(['hidden', 'instant', 'gameTime', 'json']);

const factsOf = (
  spec: RecordSpec,
  record: Readonly<Record<string, unknown>>,
  { nameOf, forPlayers }: PaperSource,
  leave: ReadonlySet<string>,
): NoteNode[] =>
  Object.entries(spec.fields).flatMap(([name, field]) => {
    const value = record[name];
    if (
      leave.has(name) ||
      (UNSAID.has(field.input) && name !== 'aliases') ||
      field.facet === 'source' ||
      (forPlayers && field.audience !== 'table') ||
      JSON.stringify(value) === JSON.stringify(field.empty)
    )
      return [];
    if (field.form === 'entries')
      return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, each]) =>
        typeof each === 'string' || typeof each === 'number' ? [fact(key, String(each))] : [],
      );
    const said =
      field.optionLabels?.[String(value)] ?? wordsOf(value, field.input === 'ref' || field.input === 'refs', nameOf);
    return said ? [fact(field.label, said)] : [];
  });

const cardsOfTexts = (kind: PaperKind, texts: StoredRecord['texts'], forPlayers: boolean): PaperCard[] =>
  Object.entries(RECORDS[kind].texts as RecordSpec['texts']).flatMap(([name, { label, audience }]) =>
    forPlayers && audience !== 'table' ? [] : [{ heading: label, nodes: texts[name] ?? [] }],
  );

const card = (heading: string, nodes: readonly NoteNode[] | undefined): PaperCard => ({ heading, nodes: nodes ?? [] });

const paperOfSession = (id: string, source: PaperSource): Paper | null => {
  const stored = source.records.find((r) => r.kind === 'session' && r.id === id);
  const session = stored && recordOfStored(SESSION, stored);
  if (!session) return null;
  const { records, nameOf, forPlayers } = source;
  const number = source.shownNumber ?? session.number;
  const body = records.find((r) => r.kind === 'note' && r.id === id)?.texts ?? {};
  const named = sessionName({ title: session.title, shownNumber: number });
  const scenes = records
    .filter((r) => r.kind === 'scene')
    .flatMap((r) => {
      const scene = recordOfStored(SCENE, r);
      return scene ? [{ scene, texts: r.texts }] : [];
    })
    .sort((a, b) => byOrder(a.scene, b.scene));
  const events = records
    .filter((r) => r.kind === 'event')
    .flatMap((r) => recordOfStored(TIMELINE_EVENT, r) ?? [])
    .sort(byTime);
  const [summary, ...others] = cardsOfTexts('session', stored.texts, forPlayers);
  return {
    title: named,
    subtitle: [`Session ${number}`, session.date].filter((w) => w && w !== named).join(' · '),
    cards: [
      card(
        'In short',
        factsOf(
          SESSION,
          session as unknown as Readonly<Record<string, unknown>>,
          source,
          new Set(['number', 'title', 'date', 'tags', 'sharesNotes', 'correctedMinutes']),
        ),
      ),
      ...(summary ? [summary] : []),
      ...(forPlayers
        ? []
        : [
            card('Prep notes', body['prep_notes']),
            ...scenes.map(({ scene, texts }) =>
              card(`Scene: ${scene.title}`, [
                fact('Type', SCENE_TYPE_LABELS[scene.sceneType]),
                ...(scene.objective ? [fact('Objective', scene.objective)] : []),
                ...(scene.brief ? [paragraph(text(scene.brief))] : []),
                ...(scene.entityIds.some(nameOf)
                  ? [fact('With', scene.entityIds.map(nameOf).filter(Boolean).map(link).join(', '))]
                  : []),
                ...(texts['description'] ?? []),
                ...((texts['gm_notes'] ?? []).length > 0
                  ? [paragraph({ ...text('GM notes'), marks: [{ type: 'bold' }] }), ...texts['gm_notes']!]
                  : []),
              ]),
            ),
            card('At the table', body['play_notes']),
            card('What happened', body['actual_notes']),
            card('Log', points(events.map((e) => eventLine(e, nameOf)).filter((line) => line.trim() !== ''))),
          ]),
      ...others,
    ],
  };
};

const paperOfEntity = (id: string, source: PaperSource): Paper | null => {
  const stored = source.records.find((r) => r.kind === 'entity' && r.id === id);
  const entity = stored && recordOfStored(ENTITY, stored);
  if (!entity) return null;
  const { records, nameOf, forPlayers } = source;
  const ties = records
    .filter((r) => r.kind === 'relationship')
    .flatMap((r) => recordOfStored(RELATIONSHIP, r) ?? [])
    .filter((t) => t.fromId === id || t.toId === id);
  const log = records
    .filter((r) => r.kind === 'entityLog')
    .flatMap((r) => recordOfStored(ENTITY_LOG, r) ?? [])
    .filter((e) => e.entityId === id && e.confidence !== 'SUGGESTION');
  const aliases = entity.aliases.filter((a) => a !== entity.name);
  return {
    title: entity.name,
    subtitle: [entityTypeLabel(entity.entityType), aliases.length > 0 ? `also ${aliases.join(', ')}` : '']
      .filter(Boolean)
      .join(' · '),
    cards: [
      card(
        'In short',
        factsOf(
          ENTITY,
          entity as unknown as Readonly<Record<string, unknown>>,
          source,
          new Set(['name', 'entityType', 'aliases', 'isKnown']),
        ),
      ),
      ...cardsOfTexts('entity', stored.texts, forPlayers),
      ...(forPlayers
        ? []
        : [
            card(
              'Relationships',
              points(
                ties.map(
                  (t) =>
                    `${nameOf(t.fromId)} – ${t.relationType.replaceAll('_', ' ')} – ${nameOf(t.toId)}${t.note ? `: ${t.note}` : ''}`,
                ),
              ),
            ),
            card('Log', points(log.map((e) => e.text))),
          ]),
    ],
  };
};

const paperOfChapter = (id: string, source: PaperSource): Paper | null => {
  const stored = source.records.find((r) => r.kind === 'chapter' && r.id === id);
  const chapter = stored && recordOfStored(CHAPTER, stored);
  return chapter
    ? { title: chapter.title, subtitle: 'Chapter', cards: cardsOfTexts('chapter', stored.texts, source.forPlayers) }
    : null;
};

/** What goes on paper of one record; null where it is not there. Cards with nothing in them are left out. */
export const paperOf = (kind: PaperKind, id: string, source: PaperSource): Paper | null => {
  const paper =
    kind === 'session'
      ? paperOfSession(id, source)
      : kind === 'entity'
        ? paperOfEntity(id, source)
        : paperOfChapter(id, source);
  return paper && { ...paper, cards: paper.cards.filter((c) => noteLines(c.nodes).some((line) => line.trim() !== '')) };
};

/** The same as Markdown. */
export const paperMarkdown = ({ title, subtitle, cards }: Paper): string =>
  noteToMarkdown([
    { type: 'heading', attrs: { level: 1 }, content: [text(title)] },
    ...(subtitle ? [paragraph({ ...text(subtitle), marks: [{ type: 'italic' }] })] : []),
    ...cards.flatMap(({ heading, nodes }): NoteNode[] => [
      { type: 'heading', attrs: { level: 2 }, content: [text(heading)] },
      ...nodes,
    ]),
  ]);
