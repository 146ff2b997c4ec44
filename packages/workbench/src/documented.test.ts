// Runs the commands in the code blocks of README.md, docs/ and sync-server/README.md as they are printed there, on a
// running relay. A command that nothing here can run is listed with its reason; docs/operate.md has a test of its own in
// sync-server.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createCampaign } from '@emberkeep/store';
import type { GrantsResponse } from '@emberkeep/sync/wire';
import { openRelayCampaign } from '../../files/bin/relay-campaign.ts';
import { api, afterTest, CAMPAIGN, claim, folder, OWNER, ROOM, start } from '../../../sync-server/testing/relay.ts';
import { APP_DIR, sourceHash } from './build-app.ts';
import { buildRelay } from './build-relay.ts';
import { ROOT } from './run.ts';

const DOCUMENTS = [
  'README.md',
  'sync-server/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'operate.md')
    .map((name) => `docs/${name}`),
];

/** Commands of code blocks without a language, without the comments behind them. */
const COMMANDS = DOCUMENTS.flatMap((document) =>
  [...readFileSync(join(ROOT, document), 'utf8').matchAll(/^( *)```\n([\s\S]*?)^ *```$/gm)]
    .flatMap(([, , body = '']) => body.split('\n'))
    .map((line) => line.replace(/\s{2,}#.*$| {4,}#.*$/, '').trim())
    .filter((line) => /^(?:[A-Z_]+=\S+ )*(?:npm|npx|pnpm|node|docker|git|curl|cd|sudo) /.test(line)),
);

const IS_RELAY_COMMAND = /^npm run --silent relay -- /;
const IS_START = /^(?:[A-Z_]+=\S+ )*npm start$/;
const IS_WATCH = /^npm run --silent campaign -- watch /;
const IS_MODEL = /npm run models:add -- FOLDER$/;
const NOT_RUN: readonly (readonly [RegExp, reason: string])[] = [
  [/^git (?:clone|pull)|^cd /, 'would fetch another version of what is tested'],
  [/docker compose /, 'no container tool runs here; image.test.ts checks what it would build'],
  [/^npm test$|^npx vitest /, 'runs this test'],
  [/^npm run --silent relay$/, 'is what npm start becomes'],
];

const run = promisify(execFile);
const shell = (line: string, env: Readonly<Record<string, string>>): Promise<{ stdout: string }> =>
  run('sh', ['-c', line], { cwd: ROOT, env: { ...process.env, ...env } });

const isPosix = process.platform !== 'win32';

it('every command of a code block is run by a test of this file, or has a reason why not', () => {
  expect(COMMANDS.length).toBeGreaterThan(20);
  const ways = [IS_RELAY_COMMAND, IS_START, IS_WATCH, IS_MODEL, ...NOT_RUN.map(([pattern]) => pattern)];
  expect(COMMANDS.filter((line) => !ways.some((way) => way.test(line)))).toEqual([]);
  for (const way of ways)
    expect(
      COMMANDS.some((line) => way.test(line)),
      String(way),
    ).toBe(true);
});

it.skipIf(!isPosix)(
  'the relay’s commands do on a running relay what the documents say',
  async () => {
    const relay = await start({ env: { INVITE_MODE: 'approval' } });
    const backups = join(folder(), 'backups');
    mkdirSync(backups);
    await claim(relay);
    const env = { DATA_DIR: relay.dataDir, PORT: String(relay.port), HOST: '127.0.0.1', APP_DIR: '' };
    const lines = COMMANDS.filter((line) => IS_RELAY_COMMAND.test(line));
    // A restore needs a stopped relay, and after `forget` and `doctor --salvage` there is nothing left to ask about.
    const isLast = (line: string): boolean => / -- (?:restore|forget|doctor --salvage)\b/.test(line);
    const said: Record<string, string> = {};
    const runEach = async (some: readonly string[], grant = ''): Promise<void> => {
      for (const line of some) {
        const filled = line
          .replace('[--keep N]', '--keep 2')
          .replace(/\[?CAMPAIGN\]?/, CAMPAIGN)
          .replace('[ROOM]', ROOM)
          .replace('GRANT', grant)
          .replace(/FOLDER|\/mnt\/backups/, backups);
        said[line] = (await shell(filled, env)).stdout;
      }
    };
    const running = lines.filter((line) => !isLast(line));
    const isApproval = (line: string): boolean => line.includes('-- approve');
    await runEach(running.filter(isApproval));
    const campaign = await openRelayCampaign(`http://127.0.0.1:${relay.port}`, `${CAMPAIGN}.${OWNER}`);
    expect(createCampaign(campaign.docs, { name: 'Low Water' }).ok).toBe(true);
    await campaign.sync();
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' });
    const listed = await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER);
    const { grants } = (await listed.json()) as GrantsResponse;
    const grant = grants.find(({ kind }) => kind === 'invite')!;
    await runEach(
      running.filter((line) => !isApproval(line)),
      grant.id,
    );
    const saidBy = (part: string): string => said[lines.find((line) => line.includes(part))!] ?? '';
    expect(saidBy('-- rooms')).toContain(ROOM);
    expect(saidBy('-- doctor')).toContain('file: ok; 1 rooms');
    expect(saidBy('-- health')).toContain('"status":"ok"');
    expect(saidBy('-- backup')).toContain('read back and checked');
    expect(saidBy('-- tokens --owner')).toContain(CAMPAIGN);
    const forget = lines.find((line) => line.includes('-- forget'))!.replace('CAMPAIGN', CAMPAIGN);
    expect((await shell(forget, env)).stdout).toContain('The owner can put the campaign back');
    const backup = join(backups, readdirSync(backups)[0]!);
    const there = folder();
    for (const line of lines.filter((each) => each.includes('-- restore'))) {
      const filled = line.replace(/FILE|'\/mnt\/backups\/[^']+'/, `'${backup}'`);
      expect((await shell(filled, { ...env, DATA_DIR: there })).stdout).toContain('Restored into');
    }
    for (const line of lines.filter((each) => each.includes('-- doctor --salvage')))
      await expect(shell(line, { ...env, DATA_DIR: there })).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringContaining('is sound. Nothing was changed.') as string,
      });
  },
  240_000,
);

it.skipIf(!isPosix)(
  'campaign watch writes the file as self-hosting.md says',
  async () => {
    const relay = await start();
    await claim(relay);
    const url = `http://127.0.0.1:${relay.port}`;
    const campaign = await openRelayCampaign(url, `${CAMPAIGN}.${OWNER}`);
    expect(createCampaign(campaign.docs, { name: 'Low Water' }).ok).toBe(true);
    await campaign.sync();
    const saves = folder();
    const code = join(folder(), 'code');
    writeFileSync(code, `${CAMPAIGN}.${OWNER}\n`);
    const line = COMMANDS.find((each) => IS_WATCH.test(each))!;
    const filled = line.replace(/https:\/\/\S+/, url).replace(/\/etc\/\S+/, code);
    const watching = spawn('sh', ['-c', `exec ${filled}`], {
      cwd: ROOT,
      env: { ...process.env, TTRPG_CAMPAIGNS: saves },
      stdio: 'ignore',
      detached: true,
    });
    afterTest(() => process.kill(-watching.pid!, 'SIGKILL'));
    await expect.poll(() => existsSync(join(saves, 'Low Water.md')), { timeout: 30_000 }).toBe(true);
  },
  60_000,
);

it.skipIf(!isPosix)(
  'models:add offers a model as self-hosting.md says',
  async () => {
    const [dataDir, model] = [folder(), folder()];
    mkdirSync(join(model, 'onnx'));
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
      writeFileSync(join(model, file), '{}');
    writeFileSync(join(model, 'onnx', 'model_quantized.onnx'), 'weights');
    const line = COMMANDS.find((each) => IS_MODEL.test(each))!;
    await shell(line.replace('DATA_DIR=…', `DATA_DIR=${dataDir}`).replace('FOLDER', model), {});
    expect(existsSync(join(dataDir, 'models', 'index.json'))).toBe(true);
  },
  60_000,
);

// A test that builds the app would take a minute; `npm test` builds it before.
const stamp = join(APP_DIR, '.built');
const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash();
if (!isCurrent) console.error('\n*** THE APP IS NOT BUILT: npm start is NOT TESTED. Run npm run build. ***\n');

it.skipIf(!isPosix || !isCurrent)(
  'every npm start of the documents serves the app; 24.13 no process waits beside the relay',
  async () => {
    expect(await buildRelay()).toBe(true);
    for (const line of new Set(COMMANDS.filter((each) => IS_START.test(each)))) {
      const dataDir = folder();
      const filled = line.replace(/\bPORT=\S+ |\bDATA_DIR=\S+ /g, '');
      const started = spawn('sh', ['-c', `exec ${filled}`.replace(/exec ((?:[A-Z_]+=\S+ )+)/, '$1 exec ')], {
        cwd: ROOT,
        env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      afterTest(() => process.kill(-started.pid!, 'SIGKILL'));
      let words = '';
      started.stdout.on('data', (data: Buffer) => (words += data.toString()));
      await expect.poll(() => words, { timeout: 60_000 }).toContain(`Data is stored in  ${dataDir}`);
      const [, port = ''] = /localhost:(\d+)/.exec(words) ?? [];
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<!doctype html>');
      const { stdout } = await run('ps', ['-o', 'args=', '-g', String(started.pid)]);
      const programs = stdout.split('\n').filter((args) => /\.(?:mjs|ts)\b/.test(args) && !args.startsWith('sh -c'));
      expect(programs).toEqual([expect.stringMatching(/sync-server\/bin\/relay\.mjs$/)]);
    }
  },
  240_000,
);
