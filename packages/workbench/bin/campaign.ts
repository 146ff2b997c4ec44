// `npm run --silent campaign -- export|import|list|watch`: runs the command of packages/files in this terminal.
import { campaignCommand } from '../../files/bin/campaign.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const status = await campaignCommand(process.argv.slice(2), process.env, (line) => console.log(line), stop.signal);
process.exit(status);
