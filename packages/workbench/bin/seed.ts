// `pnpm seed [sessions] [file]`: writes a generated campaign as a backup file, to be restored on the start page.
import { writeFileSync } from 'node:fs';
import { benchSize } from '../src/bench-browser.ts';
import { asBackupFile, generateCampaign } from '../src/generate-campaign.ts';

const [sessions = '30', file = `generated-${sessions}.emberkeep.json`] = process.argv.slice(2);
if (!/^\d+$/.test(sessions)) {
  console.error('Usage: pnpm seed [sessions] [file]');
  process.exit(2);
}
writeFileSync(file, asBackupFile(await generateCampaign(benchSize(Number(sessions)))));
console.log(`${file}: restore it on the start page ("Restore a backup").`);
