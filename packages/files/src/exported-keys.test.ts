// The keys of fields in files that other programs read stay, whatever the code calls the fields.
import { expect, it } from 'vitest';
import { roomOf, TIMELINE_EVENT, type StoredRecord } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { campaignJson } from './campaign-json.ts';
import { readReadable } from './read-readable.ts';
import { recordOfStored } from './stored-record.ts';
import { splitFrontMatter } from './transfer/front-matter.ts';
import { writeOwnNote } from './transfer/own-note.ts';

const CAMPAIGN_ID = '0197c0de-0000-7000-8000-0000000000aa';
const SESSION_ID = '0197c0de-0000-7000-8000-0000000000bb';
const SECRET_EVENT: StoredRecord = {
  kind: 'event',
  id: '0197c0de-0000-7000-8000-0000000000cc',
  sessionId: SESSION_ID,
  keys: { made: { eventType: 'OTHER', name: 'The duke lies', isSecret: 'secret' } },
  texts: {},
};

it('who may read an event has the key isSecret in JSON and in front matter', () => {
  expect(recordOfStored(TIMELINE_EVENT, SECRET_EVENT)?.visibility).toBe('secret');
  const { records } = JSON.parse(campaignJson([SECRET_EVENT], CAMPAIGN_ID, 0)) as {
    records: { fields: Record<string, unknown> }[];
  };
  expect(records[0]?.fields).toEqual({ name: 'The duke lies', isSecret: 'secret' });
  const front = splitFrontMatter(writeOwnNote(SECRET_EVENT, () => '')).data;
  expect(front).toHaveProperty('isSecret', 'secret');
  expect(front).not.toHaveProperty('visibility');
});

it('an event of the readable copy in a backup is stored as it was', () => {
  const json: unknown = JSON.parse(campaignJson([SECRET_EVENT], CAMPAIGN_ID, 0));
  const rooms = new Set([roomOf({ kind: 'session', campaignId: CAMPAIGN_ID, sessionId: SESSION_ID })]);
  expect(readReadable(json, CAMPAIGN_ID, rooms, derivedId)).toEqual([SECRET_EVENT]);
});
