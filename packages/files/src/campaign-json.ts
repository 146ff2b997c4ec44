// A whole campaign as JSON for other programs: every record with its declared fields, texts as Markdown. The schema is
// campaign-json-schema.ts. Export only; to restore a campaign there are the campaign file and the backup.
import { exportedKey, RECORDS, type RecordSpec, type StoredRecord } from '@emberkeep/domain';
import { noteToMarkdown, WITHOUT_PICTURES } from './note-to-markdown.ts';
import { recordOfStored } from './stored-record.ts';

export const CAMPAIGN_JSON_VERSION = 1;

interface JsonRecord {
  kind: string;
  id: string;
  session?: string;
  fields: Record<string, unknown>;
  texts: Record<string, string>;
}

/** A counter as its value and a list as its texts: the state without the steps that led to it. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.map((v: unknown) => (typeof v === 'object' && v !== null && 'text' in v && 'order' in v ? v.text : v));
  if (typeof value === 'object' && value !== null && 'value' in value && 'steps' in value) return value.value;
  return value;
};

/** The fields that differ from those of a new record; null if the record has no title. */
const fieldsOf = (spec: RecordSpec, stored: StoredRecord): Record<string, unknown> | null => {
  const record = recordOfStored(spec, stored) as Record<string, unknown> | null;
  if (!record) return null;
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const value = plain(record[name]);
    if (JSON.stringify(value) !== JSON.stringify(plain(field.empty))) fields[exportedKey(name, field)] = value;
  }
  return fields;
};

const jsonRecord = (stored: StoredRecord): JsonRecord | null => {
  const fields = stored.kind === 'note' ? {} : fieldsOf(RECORDS[stored.kind], stored);
  if (!fields) return null;
  const texts = Object.fromEntries(
    Object.entries(stored.texts).map(([name, nodes]) => [name, noteToMarkdown(nodes, WITHOUT_PICTURES)]),
  );
  return {
    kind: stored.kind,
    id: stored.id,
    ...(stored.sessionId ? { session: stored.sessionId } : {}),
    fields,
    texts,
  };
};

/** The file's text. `savedAt`: Unix ms. */
export const campaignJson = (records: readonly StoredRecord[], campaignId: string, savedAt: number): string =>
  JSON.stringify(
    {
      format: 'emberkeep-campaign',
      version: CAMPAIGN_JSON_VERSION,
      campaignId,
      savedAt: new Date(savedAt).toISOString(),
      records: records.map(jsonRecord).filter((r) => r !== null),
    },
    null,
    1,
  );
