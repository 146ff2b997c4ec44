// Makes a campaign's records of a campaign file that was read: those it carries, changed where a person changed the
// format's lines, and new ones for what only the lines say. What could not be read becomes a list to reconstruct.
import type { StoredRecord } from '@emberkeep/domain';
import type { DeriveId } from '../stored-fields.ts';
import { applySave, createEntityFinder } from './apply-save.ts';
import { changedFields, changedInWrapped } from './changed-items.ts';
import { createDrafts, type Drafts } from './record-changes.ts';
import { missingSections, readCampaignFile, type CampaignFileReading } from './read-save.ts';
import { SAVE_SECTIONS, type CampaignFileData } from './save-document.ts';
import { campaignFileOf } from './save-of-records.ts';
import { writeCampaignFile } from './write-save.ts';

/** Longest lost text in one record, UTF-16 units. */
const MAX_LOST_LENGTH = 20_000;
/** Most records of lost text: a file of junk does not become a campaign of junk. */
const MAX_LOST = 500;

const keyOf = ({ kind, id }: StoredRecord): string => `${kind}:${id}`;

/**
 * Every record the file stands for. `campaignId`: the campaign they will belong to. `existing`: records of the campaign
 * that the file is imported into; lines are matched with them if the file's own records are gone.
 */
export const recordsOfCampaignFile = (
  reading: CampaignFileReading,
  campaignId: string,
  derive: DeriveId,
  existing: readonly StoredRecord[] = [],
): StoredRecord[] => {
  const { save } = reading;
  const inFile = new Set(reading.records.map(keyOf));
  const records = [...reading.records, ...existing.filter((r) => !inFile.has(keyOf(r)))];
  const { save: written, sources } = campaignFileOf(records, 0);
  // Written and read again, so that trimmed blanks and the like do not count as changes by hand.
  const { save: before } = readCampaignFile(writeCampaignFile(written, []));
  const drafts = createDrafts(records, campaignId, derive, Date.parse(save.lastSaved) || 0);
  const entityNamed = createEntityFinder(drafts, sources);
  applySave(
    {
      ...drafts,
      save,
      before,
      sources,
      entityNamed,
      changedFields: reading.isWrapped ? changedInWrapped : changedFields,
    },
    {
      hasHeader: reading.sections.header !== 'lost',
      hasSessions: records.some((r) => r.kind === 'session'),
    },
  );
  if (existing.length === 0) addMissingSections(drafts, reading);
  addLostTexts(drafts, reading.lost);
  return drafts.all();
};

const addMissingSections = ({ make, set }: Drafts, reading: CampaignFileReading): void => {
  for (const id of missingSections(reading)) {
    const { label } = SAVE_SECTIONS[id];
    set(make('reconstruct', 'section', id), { text: label, section: label });
  }
};

const addLostTexts = ({ make, another, set }: Drafts, lost: CampaignFileReading['lost']): void => {
  const pieces = splitLostTexts(lost);
  for (const { line, text } of pieces.slice(0, MAX_LOST))
    set(another('reconstruct', text), { text, section: `Line ${line} of the file` });
  const firstLeftOut = pieces[MAX_LOST];
  if (!firstLeftOut) return;
  const text = [
    `${pieces.length - MAX_LOST} more pieces of text could not be read and are too many to keep here. `,
    'They are in the file: keep it.',
  ].join('');
  set(make('reconstruct', 'more'), { text, section: `From line ${firstLeftOut.line} of the file` });
};

const splitLostTexts = (lost: CampaignFileReading['lost']): CampaignFileReading['lost'] =>
  lost
    .filter(({ text }) => text.trim() !== '')
    .flatMap(({ line, text }) =>
      Array.from({ length: Math.ceil(text.length / MAX_LOST_LENGTH) }, (_, i) => ({
        line,
        text: text.slice(i * MAX_LOST_LENGTH, (i + 1) * MAX_LOST_LENGTH),
      })),
    );

/** What the file says in all: its lines, and for sections that are lost what its records say. */
export const wholeSave = (reading: CampaignFileReading, derive: DeriveId): CampaignFileData => {
  if (reading.records.length === 0) return reading.save;
  const { save } = campaignFileOf(recordsOfCampaignFile(reading, 'save', derive), 0);
  return { ...save, lastSaved: reading.save.lastSaved, campaignId: reading.save.campaignId };
};
