// Writes fields of a record inside a command's transaction, as what differs from what is there. Input is checked before.
import {
  isDerivedId,
  orderBetween,
  packFields,
  storedKey,
  type Field,
  type Item,
  type Ordered,
  type RecordInput,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import type { RawRecord } from '../record-table.ts';
import { listRecords, type Spec } from './read-records.ts';
import { storedValue } from './record-input.ts';

/** The record that a command writes. */
export interface Target<S extends Spec = Spec> {
  docs: CampaignDocs;
  edit: Edit;
  doc: OpenDocument;
  spec: S;
  id: string;
}

const rawOf = ({ doc, spec, id }: Target): RawRecord | undefined => doc.table(spec.kind).get(id);

const setEntry = ({ edit, doc, spec, id }: Target, key: string, member: string, value: unknown): void =>
  edit.setEntry(doc, spec.kind, id, key, member, value);

const writeMembers = (target: Target, key: string, members: readonly string[]): void => {
  const wanted = new Set(members);
  for (const member of rawOf(target)?.groups.get(key)?.keys() ?? [])
    if (!wanted.has(member)) setEntry(target, key, member, undefined);
  for (const member of wanted) setEntry(target, key, member, true);
};

const writeEntries = (target: Target, key: string, entries: Readonly<Record<string, unknown>>): void => {
  for (const member of rawOf(target)?.groups.get(key)?.keys() ?? [])
    if (!Object.hasOwn(entries, member)) setEntry(target, key, member, undefined);
  for (const [member, value] of Object.entries(entries)) setEntry(target, key, member, value);
};

/** Items are matched to `texts` in order: a match keeps its id and place, the rest are added and removed. */
const writeItems = (target: Target, key: string, field: Field<unknown>, texts: readonly string[]): void => {
  const left = [...(field.read(rawOf(target) ?? { fields: new Map(), groups: new Map() }, key) as Item[])];
  let last: string | null = null;
  const isAfterLast = (item: Item): boolean => last === null || item.order > last;
  for (const text of texts) {
    const at = left.findIndex((item) => item.text === text && isAfterLast(item));
    const known = at === -1 ? undefined : left.splice(at, 1)[0];
    last = known?.order ?? orderBetween(last, left.find(isAfterLast)?.order ?? null);
    if (known) continue;
    const item = target.docs.newId();
    setEntry(target, key, item, text);
    setEntry(target, `${key}.order`, item, last);
  }
  for (const item of left) setEntry(target, key, item.id, undefined);
};

/** The number of a counter's next step: one more than the highest this device knows. */
export const nextStep = (group: ReadonlyMap<string, unknown> | undefined): number => {
  let highest = 0;
  for (const step of group?.values() ?? []) {
    const n = typeof step === 'object' && step !== null ? (step as { n?: unknown }).n : 0;
    if (typeof n === 'number' && n > highest) highest = n;
  }
  return highest + 1;
};

/** As {@link nextStep}, for the steps of a counter that was read. */
export const nextStepNumber = (steps: readonly { n: number }[]): number =>
  steps.reduce((highest, { n }) => Math.max(highest, n), 0) + 1;

/** A counter that was never stepped and is set to its default gets no step. */
const writeCounter = (target: Target, key: string, field: Field<unknown>, value: unknown): void => {
  const { docs } = target;
  const group = rawOf(target)?.groups.get(key);
  if (value === (field.empty as { value: number }).value && !group) return;
  const step = { n: nextStep(group), to: value, at: docs.nowMs(), who: docs.author() };
  setEntry(target, key, docs.newId(), step);
};

/** Writes one field, given as a form gives it: lists and sets whole, a counter as the number to set. */
const writeField = (target: Target, name: string, value: unknown): void => {
  const { edit, doc, spec, id } = target;
  const field = spec.fields[name]!;
  const key = storedKey(name, field);
  switch (field.form) {
    case 'value':
      if (field.hasParts) return edit.setParts(doc, spec.kind, id, key, value);
      return edit.set(doc, spec.kind, id, { [key]: storedValue(spec, name, value) });
    case 'members':
      return writeMembers(target, key, value as string[]);
    case 'items':
      return writeItems(target, key, field, value as string[]);
    case 'entries':
      return writeEntries(target, key, value as Record<string, unknown>);
    case 'counter':
      return writeCounter(target, key, field, value);
  }
};

/** Who shows an entity has seen what was joined with it: from then on it alone decides. */
const showJoined = (target: Target): void => writeMembers(target, 'joinedOpenly', []);

/** Writes the given fields; undefined values and fields that the kind does not have are skipped. */
export const writeFields = (target: Target, input: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(input))
    if (value !== undefined && target.spec.fields[name]) writeField(target, name, value);
  if (target.spec.kind === 'entity' && input['isKnown'] === true) showJoined(target);
};

/** Writes a new record inside another command; the caller has checked the input. */
export const writeNew = <S extends Spec>(target: Target<S>, input: RecordInput<S>): void => {
  const { docs, edit, doc, spec, id } = target;
  edit.created(doc, spec.kind, id, { shared: isDerivedId(id) });
  // An id can follow from a cause (an accepted suggestion): a record that is created again is no longer deleted.
  if (doc.table(spec.kind).get(id)?.fields.has('deleted')) edit.set(doc, spec.kind, id, { deleted: undefined });
  const given = Object.fromEntries(
    Object.entries(input as Record<string, unknown>).filter(
      ([name, value]) => value !== undefined && name in spec.fields,
    ),
  );
  const made: Record<string, unknown> = {
    ...given,
    createdAt: (given['createdAt'] as number | undefined) ?? docs.nowMs(),
    createdBy: docs.author(),
  };
  if (spec.isPacked) return edit.set(doc, spec.kind, id, { made: packFields(spec, made) });
  if (!(spec.title in made)) edit.set(doc, spec.kind, id, { [spec.title]: spec.fields[spec.title]!.empty });
  if ('order' in spec.fields && !('order' in made)) {
    const last = listRecords(doc, spec).at(-1) as Ordered | undefined;
    made['order'] = orderBetween(last?.order ?? null, null);
  }
  writeFields(target, made);
};
