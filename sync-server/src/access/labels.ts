// What the operator reads beside a campaign's id, where an owner wants that: the campaign's name, as `campaignLabel`
// gives it.
import type { Database } from '../storage/database.ts';
import type { Access } from './access.ts';

const IS_HERE = 'NOT EXISTS (SELECT 1 FROM deleted_campaigns d WHERE d.campaign_id = ?)';
const SET = `
  INSERT INTO campaign_settings (campaign_id, label)
  SELECT CAST(? AS TEXT), CAST(? AS TEXT)
  WHERE ${IS_HERE}
  ON CONFLICT (campaign_id) DO UPDATE SET label = excluded.label
  RETURNING label
`;
const RENAME = `
  UPDATE campaign_settings
  SET label = ?
  WHERE campaign_id = ? AND label IS NOT NULL
  RETURNING label
`;
const REMOVE = 'UPDATE campaign_settings SET label = NULL WHERE campaign_id = ?';
/** An earlier relay that deletes a campaign knows no label. */
const ALL = `
  SELECT campaign_id, label
  FROM campaign_settings s
  WHERE label IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deleted_campaigns d WHERE d.campaign_id = s.campaign_id)
`;

/** A statement that removes a campaign's label, for batches. */
export const removeLabel = (campaignId: string): readonly [string, string] => [REMOVE, campaignId];

export const createLabels = (db: Database): Pick<Access, 'labelOf' | 'setLabel' | 'renameLabel' | 'labels'> => {
  const labelIn = (row: Record<string, unknown> | undefined): string | null =>
    typeof row?.['label'] === 'string' ? row['label'] : null;
  return {
    labelOf: async (campaignId) => {
      const [row] = await db.all('SELECT label FROM campaign_settings WHERE campaign_id = ?', campaignId);
      return labelIn(row);
    },
    setLabel: async (campaignId, label) => {
      // One batch with the campaign's key: a deletion at another node comes before it or after it.
      const [rows] = await db.batch(campaignId, [
        label === null ? removeLabel(campaignId) : [SET, campaignId, label, campaignId],
      ]);
      return labelIn(rows?.[0]);
    },
    renameLabel: async (campaignId, label) => {
      const [rows] = await db.batch(campaignId, [[RENAME, label, campaignId]]);
      return labelIn(rows?.[0]);
    },
    labels: async () =>
      Object.fromEntries((await db.all(ALL)).map((row) => [String(row['campaign_id']), String(row['label'])])),
  };
};
