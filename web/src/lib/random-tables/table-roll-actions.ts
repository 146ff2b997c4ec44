// Where the result of a random table goes: the log, a note, a new NPC, a new scene. Each can be undone.
import { cleanName, type NoteNode, type Session, type TableRoll } from '@emberkeep/domain';
import {
  createEntity,
  createScene,
  fillNote,
  importIntoNote,
  logEvent,
  noteName,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { showDone, showDoneText, showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

/** Longest name that is made of a result, UTF-16 units. */
const MAX_NAME = 80;

/** Each cell is a paragraph, after its heading where it has one. */
const paragraphsOf = ({ cells }: Pick<TableRoll, 'cells'>): NoteNode[] =>
  cells.flatMap(({ heading, text }) =>
    text.split('\n').map((line, i): NoteNode => ({
      type: 'paragraph',
      content: [{ type: 'text', text: heading !== '' && cells.length > 1 && i === 0 ? `${heading}: ${line}` : line }],
    })),
  );

/** The words of all cells, one after the other: a given name and a family name. */
const wordsOf = ({ cells }: Pick<TableRoll, 'cells'>): string => cells.map(({ text }) => text).join(' ');

/** A result as a name: without links and line breaks, and cut at a word. */
export const nameOfRoll = (roll: Pick<TableRoll, 'cells'>): string => {
  const plain = wordsOf(roll)
    .replace(/\[\[(?:[^[\]|]*\|)?([^[\]]*)\]\]/g, '$1')
    .replace(/\s+/g, ' ');
  const cut = plain.length > MAX_NAME ? plain.slice(0, MAX_NAME).replace(/\s+\S*$/, '') : plain;
  return cleanName(cut) ?? '';
};

/** Logs a result for the GM only. */
export const logTableRoll = (docs: CampaignDocs, body: OpenDocument, { name, text }: TableRoll): void =>
  void showDone(
    docs,
    logEvent(docs, body, { eventType: 'OTHER', name: `${name}: ${text}`, visibility: 'secret' }),
    m.randomTables_actions_logged(),
  );

/** Adds a result below the scratchpad of a session that is played, or below its prep notes. */
export const noteTableRoll = (body: OpenDocument, session: Pick<Session, 'id' | 'stage'>, roll: TableRoll): void => {
  const note = session.stage === 'prep' ? 'prep_notes' : 'play_notes';
  const added = importIntoNote(body, noteName(session.id, note), paragraphsOf(roll), roll.name);
  if (showRefusal(added) && added.ok) showDoneText(m.randomTables_actions_added_to_note(), added.value);
};

/** Creates an NPC named by the result; what does not fit into the name is its description. Gives its id. */
export const createNpcOfRoll = (docs: CampaignDocs, roll: TableRoll): string | null => {
  const name = nameOfRoll(roll);
  const made = createEntity(docs, { name, entityType: 'npc' });
  if (!showDone(docs, made, m.randomTables_actions_created({ name })) || !made.ok) return null;
  if (name !== wordsOf(roll))
    showRefusal(fillNote(docs.ledger, noteName(made.value, 'description'), paragraphsOf(roll)));
  return made.value;
};

/** Creates a scene named by the result, with all of it as its short text. */
export const createSceneOfRoll = (docs: CampaignDocs, body: OpenDocument, roll: TableRoll): void => {
  const title = nameOfRoll(roll);
  const brief = title === wordsOf(roll) ? '' : roll.text;
  showDone(docs, createScene(docs, body, { title, brief }), m.randomTables_actions_created({ name: title }));
};
