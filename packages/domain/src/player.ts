// Owns the people at the table: a local record is enough, nobody needs an account (M-073).
import { defineRecord, flag, hidden, line, paragraph, type RecordOf } from './fields.ts';

export const PLAYER = defineRecord({
  kind: 'player',
  root: 'players',
  home: 'ledger',
  label: 'Player',
  plural: 'Players',
  title: 'name',
  fields: {
    name: line('table', 'Name'),
    hasLeft: flag('gm', 'No longer plays'),
    notes: paragraph('gm', 'Notes'),
    externalId: hidden('gm', 'Id in another tool'),
  },
});
export type Player = RecordOf<typeof PLAYER>;
