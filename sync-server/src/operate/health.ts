// `relay health`: asks the relay that runs with this configuration whether it is well, for the checks of containers.
import { existsSync, readFileSync } from 'node:fs';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Config } from '../config.ts';
import { messageOf } from './check.ts';

/** For how long an answer is waited for, ms. */
const ANSWER_MS = 5000;

const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** The relay's own certificate is trusted by its own authority, under a name that it always covers. */
const ownAuthority = (dataDir: string): { ca?: string; servername: string } => {
  const file = join(dataDir, 'https', 'authority.crt');
  return { servername: 'localhost', ...(existsSync(file) ? { ca: readFileSync(file, 'utf8') } : {}) };
};

const ask = ({ HOST, PORT, HTTPS, DATA_DIR }: Config): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const target = { host: ANY_ADDRESS[HOST] ?? HOST, port: PORT, path: '/healthz', timeout: ANSWER_MS };
    const request = HTTPS ? getHttps({ ...target, ...ownAuthority(DATA_DIR) }, resolve) : getHttp(target, resolve);
    request.once('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_MS / 1000} seconds`)));
    request.once('error', reject);
  });

/** Says what the relay answers. Resolves with the exit status: 0 if it is well, 1 if it is not or does not answer. */
export const checkHealth = async (config: Config, say: (line: string) => void): Promise<number> => {
  try {
    const answer = await ask(config);
    say(await text(answer));
    return answer.statusCode === 200 ? 0 : 1;
  } catch (error) {
    say(`The relay on port ${config.PORT} does not answer: ${messageOf(error)}`);
    return 1;
  }
};
