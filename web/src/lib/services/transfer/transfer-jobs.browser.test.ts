// Shows in a real browser that a job that breaks off inside the worker ends on the page.
import { expect, it } from 'vitest';
import { runJob, type TransferJob } from './transfer-jobs.ts';

/** A file that was picked and can no longer be read: it was written on or deleted since. */
const unreadableFile = async (name: string): Promise<File> => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write('# Vey');
  await writable.close();
  const file = await handle.getFile();
  await folder.removeEntry(name);
  return file;
};
const readJob = (file: File): TransferJob => ({
  type: 'read',
  name: file.name,
  files: [{ path: file.name, file }],
  audience: 'gm',
  choices: { kinds: new Map(), splits: new Map(), folders: new Set() },
  known: { entities: [], sessions: [], named: [], ties: [], lastOrder: {} },
  campaignId: '0197c0de-0000-7000-8000-000000000001',
  now: 0,
});

it('a readable file ends the job with what it holds', async () => {
  const end = await runJob(readJob(new File(['# Vey'], 'Vey.md')), () => undefined).end;
  expect(end).toMatchObject({ type: 'read', notes: [{ path: 'Vey.md' }] });
});

it('a file that cannot be read any more rejects the job', async () => {
  const file = await unreadableFile('Vey.md');
  await expect(file.arrayBuffer()).rejects.toThrow();
  await expect(runJob(readJob(file), () => undefined).end).rejects.toThrow('NotFoundError');
});
