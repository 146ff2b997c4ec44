// Owns taking the campaign out for other tools: a folder of notes or Foundry journals as one ZIP, packed in a worker.
import { saveFileName } from '@emberkeep/files/save';
import type { App } from '#lib/app/app.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { storedRecords } from '#lib/services/saves/campaign-save.ts';
import { runJob } from './transfer-jobs.ts';

export interface TakenOut {
  fileName: string;
  bytes: Uint8Array;
  count: number;
}

/** Throws where the disk cannot be read. */
export const takeOut = async (
  app: App,
  campaign: OpenCampaign,
  as: 'vault' | 'foundry',
  onProgress: (share: number) => void,
): Promise<TakenOut | null> => {
  const records = await storedRecords(campaign.docs, app.db, false);
  const portraits =
    as === 'vault'
      ? records.flatMap((r) =>
          r.kind === 'entity' && typeof r.keys['portrait'] === 'string' && r.keys['portrait'] !== ''
            ? [r.keys['portrait']]
            : [],
        )
      : [];
  const images = (
    await Promise.all([...new Set(portraits)].map((hash) => app.db.images.get(hash).catch(() => undefined)))
  ).filter((i) => i !== undefined);
  const end = await runJob(
    { type: 'pack', as, records, images },
    (answer) => answer.type === 'progress' && onProgress(answer.share),
  ).end;
  if (end?.type !== 'packed') return null;
  const name = saveFileName(campaign.live.campaign?.name ?? 'Campaign').replace(/\.md$/, '');
  return {
    fileName: `${name} ${as === 'vault' ? 'notes' : 'Foundry journals'}.zip`,
    bytes: end.bytes,
    count: end.count,
  };
};
