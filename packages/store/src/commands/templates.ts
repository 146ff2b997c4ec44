// Templates: saving a session, a scene or an entity as one, and creating from one. Values of a template may come from a
// peer or a file, so each is read by the declaration of its field before it is written.
import {
  ENTITY,
  err,
  isPlainObject,
  ok,
  orderBetween,
  SCENE,
  SESSION,
  TEMPLATE,
  templateScenes,
  templateTexts,
  type Counter,
  type Field,
  type Item,
  type NoteNode,
  type RecordInput,
  type Result,
  type Template,
  type TemplateScene,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { runEdit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { homeOf } from '../session-of-body.ts';
import { createEntity, type NameTaken } from './entities.ts';
import { fillNote, noteName } from './notes.ts';
import { getRecord, listRecords, type Spec } from './read-records.ts';
import { checkNewInput, isMember, type RecordMissing, type Refused } from './record-input.ts';
import { createRecord } from './records.ts';
import { createScene } from './scenes.ts';
import { createSession } from './sessions.ts';
import { copyTexts, type TextPlace } from './write-copy.ts';
import { writeNew } from './write-record.ts';

/** What a template takes of each kind. Dates, people at the table and what happened are no part of it. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  session: ['description', 'objective', 'plannedObjectives', 'tags'],
  scene: ['sceneType', 'objective', 'brief', 'systemData'],
  entity: [
    ...['tags', 'attributes', 'systemData', 'factionType', 'hold', 'reputation', 'power', 'attitude'],
    ...['derivesAttitude', 'territory', 'hp', 'hpMax', 'isCompanion', 'trust', 'condition', 'agenda', 'origin'],
    ...['appearance', 'motivation', 'moralLine', 'weakness', 'placeStatus', 'secrets'],
  ],
};

/** A value as a form gives it. */
const inputOf = (field: Field<unknown>, value: unknown): unknown => {
  if (field.form === 'items') return (value as readonly Item[]).map(({ text }) => text);
  // Groups are read without a prototype, which no document takes.
  if (field.form === 'entries') return { ...(value as object) };
  return field.form === 'counter' ? (value as Counter).value : value;
};

const isEmpty = (field: Field<unknown>, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(inputOf(field, field.empty));

/** What a record's fields hold, as a template keeps them. */
const valuesOf = (spec: Spec, record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    (TAKEN[spec.kind] ?? []).flatMap((name) => {
      const field = spec.fields[name];
      const value = field && inputOf(field, record[name]);
      return !field || isEmpty(field, value) ? [] : [[name, value]];
    }),
  );

/** A value of a template as its field takes it; undefined for what it does not take. */
const readValue = (field: Field<unknown>, name: string, value: unknown): unknown => {
  const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  switch (field.form) {
    case 'value':
      return field.read({ fields: new Map([[name, value]]), groups: new Map() }, name);
    case 'members':
      return texts.filter(isMember);
    case 'items':
      return texts;
    case 'entries':
      return isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([key]) => isMember(key)))
        : undefined;
    case 'counter':
      return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : undefined;
  }
};

const readValues = (spec: Spec, { values }: Pick<Template, 'values'>): Record<string, unknown> =>
  Object.fromEntries(
    (TAKEN[spec.kind] ?? []).flatMap((name) => {
      const field = spec.fields[name];
      if (!field || !Object.hasOwn(values, name)) return [];
      const value = readValue(field, name, values[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Saves a scene or an entity as a template, as one undo step. Gives its id. */
export const saveAsTemplate = (
  docs: CampaignDocs,
  { doc, spec, id }: { doc: OpenDocument; spec: typeof SCENE | typeof ENTITY; id: string },
  name: string,
): Result<string, Refused | RecordMissing> => {
  const record = getRecord(doc, spec as Spec, id) as Readonly<Record<string, unknown>> | null;
  if (!record) return err({ type: 'RecordMissing', kind: spec.kind, id });
  const makes = spec.kind === 'scene' ? 'scene' : String(record['entityType']);
  const values = valuesOf(spec as Spec, record);
  const made = createRecord(docs, docs.ledger, TEMPLATE, { name, makes, values }, { label: `Save template ${name}` });
  if (made.ok) copyTexts({ doc, id }, { doc: docs.ledger, id: made.value }, templateTexts({ makes }));
  return made;
};

/** What a template for sessions is made of, besides its fields. */
export interface NewSessionTemplate {
  name: string;
  about?: string;
  values?: Readonly<Record<string, unknown>>;
  notes?: readonly NoteNode[];
  scenes?: readonly Omit<TemplateScene, 'order'>[];
}

/** Creates a template for sessions, as one undo step. */
export const createSessionTemplate = (
  docs: CampaignDocs,
  { name, about = '', values = {}, notes = [], scenes = [] }: NewSessionTemplate,
): Result<string, Refused> => {
  let order: string | null = null;
  const byId: Record<string, TemplateScene> = {};
  for (const scene of scenes) byId[docs.newId()] = { ...scene, order: (order = orderBetween(order, null)) };
  const input = { name, about, makes: 'session', values, scenes: byId };
  const made = createRecord(docs, docs.ledger, TEMPLATE, input, { label: `Save template ${name}` });
  if (made.ok && notes.length > 0) fillNote(docs.ledger, noteName(made.value, 'prep_notes'), notes);
  return made;
};

/** Saves the plan of a session as a template: its fields, prep notes and scenes. `body` is the session's. */
export const saveSessionAsTemplate = (
  docs: CampaignDocs,
  body: OpenDocument,
  name: string,
): Result<string, Refused | RecordMissing> => {
  const sessionId = body.ref.kind === 'session' ? body.ref.sessionId : '';
  const session = getRecord(docs.ledger, SESSION, sessionId);
  if (!session) return err({ type: 'RecordMissing', kind: SESSION.kind, id: sessionId });
  const scenes = listRecords(body, SCENE).map(({ title, sceneType, objective, brief }) => ({
    ...{ title, sceneType, objective, brief },
  }));
  const made = createSessionTemplate(docs, { name, values: valuesOf(SESSION as Spec, session), scenes });
  if (made.ok) copyTexts({ doc: body, id: sessionId }, { doc: docs.ledger, id: made.value }, ['prep_notes']);
  return made;
};

const templateOf = (docs: CampaignDocs, id: string): Result<Template, RecordMissing> => {
  const template = getRecord(docs.ledger, TEMPLATE, id);
  return template ? ok(template) : err({ type: 'RecordMissing', kind: TEMPLATE.kind, id });
};

const fillTexts = (docs: CampaignDocs, template: Template, to: TextPlace): void =>
  copyTexts({ doc: docs.ledger, id: template.id }, to, templateTexts(template));

/** Creates an entity from a template, as one undo step. Gives its id. */
export const createEntityFromTemplate = (
  docs: CampaignDocs,
  templateId: string,
  name: string,
): Result<string, Refused | RecordMissing | NameTaken> => {
  const template = templateOf(docs, templateId);
  if (!template.ok) return template;
  const values = readValues(ENTITY as Spec, template.value) as RecordInput<typeof ENTITY>;
  const made = createEntity(docs, { ...values, name, entityType: template.value.makes });
  if (made.ok) fillTexts(docs, template.value, { doc: docs.ledger, id: made.value });
  return made;
};

/** Creates a scene from a template in a session, as one undo step. Gives its id. */
export const createSceneFromTemplate = (
  docs: CampaignDocs,
  body: OpenDocument,
  templateId: string,
  title: string,
): Result<string, Refused | RecordMissing> => {
  const template = templateOf(docs, templateId);
  if (!template.ok) return template;
  const values = readValues(SCENE as Spec, template.value) as RecordInput<typeof SCENE>;
  const refused = checkNewInput(SCENE as Spec, { title });
  if (refused) return err(refused);
  const made = createScene(docs, body, { ...values, title });
  if (made.ok) fillTexts(docs, template.value, { doc: body, id: made.value });
  return made;
};

/** Creates the next session from a template, with its notes and scenes, as one undo step. Gives its id. */
export const createSessionFromTemplate = async (
  docs: CampaignDocs,
  templateId: string,
  title: string,
): Promise<Result<string, Refused | RecordMissing | StorageError>> => {
  const template = templateOf(docs, templateId);
  if (!template.ok) return template;
  const { campaignId } = docs;
  const id = docs.newId();
  const body = docs.create({ kind: 'session', campaignId, sessionId: id });
  // The scenes come and go with their session, see `duplicateSession`.
  runEdit({ label: 'Create scenes', docs: [body], isTyping: false }, docs, (edit) => {
    for (const { title, sceneType, objective, brief, order } of templateScenes(template.value))
      writeNew(
        { docs, edit, doc: body, spec: SCENE, id: docs.newId() },
        { title, sceneType, objective, brief, order, status: 'planned', ...homeOf(docs, body) },
      );
  });
  fillTexts(docs, template.value, { doc: body, id });
  const values = readValues(SESSION as Spec, template.value) as RecordInput<typeof SESSION>;
  const made = createSession(docs, { ...values, title, id });
  await body.release();
  return made;
};
