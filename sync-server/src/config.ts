// The relay's configuration: the environment, parsed once. The relay refuses to start with wrong values, and lists
// them.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { INVITE_MODES } from '@emberkeep/sync/wire';

const flag = z
  .enum(['0', '1', ''])
  .default('0')
  .transform((value) => value === '1');

/** Comma separated. */
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

const text = (isValid: (value: string) => boolean, expected: string) =>
  z.string().refine(isValid, expected).default('');

const isPostgresUrl = (value: string): boolean => value === '' || /^postgres(?:ql)?:\/\//.test(value);
const isOrigin = (value: string): boolean =>
  value === '' || (/^https?:\/\/[^/]+\/?$/.test(value) && URL.canParse(value));
const isServerUrl = (value: string): boolean => {
  if (value === '') return true;
  if (!URL.canParse(value)) return false;
  const { protocol, username } = new URL(value);
  return /^https?:$/.test(protocol) && username === '';
};
const isLongToken = (value: string): boolean => value === '' || value.length >= 16;

const count = z.coerce.number().int().positive();
const countOrZero = z.coerce.number().int().min(0);

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8787),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('data'),
  /** A Postgres that several relays share; empty stores everything in DATA_DIR. */
  DATABASE_URL: text(isPostgresUrl, 'starts with postgres://'),
  /** Where people reach this relay, for example https://table.example.org. Apps are told, and its origin is allowed. */
  PUBLIC_URL: text(isOrigin, 'an address such as https://table.example.org, without a path').transform((value) =>
    value.replace(/\/$/, ''),
  ),
  /** Lets stock y-websocket clients into any room without a token: for a trusted network or a benchmark only. */
  RELAY_OPEN: flag,
  /** Serves https with a certificate of the relay's own, for a home network; PORT + 1 tells tablets how to trust it. */
  HTTPS: flag,
  /** The folder of the built app; empty serves the relay alone. */
  APP_DIR: z.string().default(''),
  /** Origins other than the relay's own whose apps may connect; `*` for any. */
  ALLOWED_ORIGINS: list,
  /** Largest frame and document, MiB. 32 MiB is about 40 times the ledger of a long campaign. */
  MAX_DOC_MB: z.coerce.number().positive().max(1024).default(32),
  MAX_CONNECTIONS: count.default(5000),
  /** Bearer token for /metrics; without one only this machine can read them. */
  METRICS_TOKEN: text(isLongToken, 'at least 16 characters, or none'),
  /** `info`: a line of JSON for every start and connection; `error`: failures only. Never content, never a secret. */
  LOG_LEVEL: z.enum(['info', 'error']).default('error'),
  /** Who may bring new campaigns: anyone, anyone the operator approves (`relay approve`), or no one. */
  INVITE_MODE: z.enum(INVITE_MODES).default('open'),
  /** Connections from one address; everyone behind one router has the same address. */
  MAX_PER_ADDRESS: count.default(200),
  MAX_PER_ROOM: count.default(200),
  /** Sync messages per second that a connection may send for long. More are read later; none is dropped. */
  RATE_PER_SECOND: count.default(1000),
  /** Pictures of one campaign, MB. */
  BLOB_QUOTA_MB: countOrZero.default(500),
  /** How far back an owner can restore, days; 0 keeps no history. */
  HISTORY_DAYS: countOrZero.max(3650).default(30),
  /** While the data folder's disk has less free space than this, MB, nothing is written; reading goes on. */
  DISK_FLOOR_MB: countOrZero.default(200),
  /**
   * A model server of the OpenAI protocol that GMs' questions are passed on to, with its path:
   * http://127.0.0.1:11434/v1. Empty passes nothing on.
   */
  AI_PROXY_URL: text(isServerUrl, 'an address such as http://127.0.0.1:11434/v1').transform((value) =>
    value.replace(/\/+$/, ''),
  ),
  /** The model server's key, if it wants one. */
  AI_PROXY_KEY: z.string().max(500).default(''),
  /** Models that may be used; all of them if empty. */
  AI_PROXY_MODELS: list,
  /** Questions per device and minute. */
  AI_PER_MINUTE: count.default(30),
  /** Trusts the X-Forwarded-For and X-Forwarded-Proto of a proxy in front, for rate limits and HSTS. */
  TRUST_PROXY: flag,
});

export type Config = z.infer<typeof schema>;

/** Never shown. Each can come from a file instead, whose path is in the variable of the same name and `_FILE`. */
const SECRETS: readonly string[] = ['DATABASE_URL', 'METRICS_TOKEN', 'AI_PROXY_KEY'];

type Environment = Readonly<Record<string, string | undefined>>;

/** `PORT=` in a file of settings means that it is not set. */
const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

const withSecretFiles = (env: Environment): { env: Environment; problems: string[] } => {
  const problems: string[] = [];
  const read = Object.fromEntries(
    SECRETS.flatMap((name) => {
      const file = env[`${name}_FILE`];
      if (!file) return [];
      if (env[name]) problems.push(`${name} and ${name}_FILE: set only one of them`);
      try {
        return [[name, readFileSync(file, 'utf8').trim()]];
      } catch {
        problems.push(`${name}_FILE: ${file} cannot be read`);
        return [];
      }
    }),
  );
  return { env: { ...env, ...read }, problems };
};

const problemOf = ({ path, message }: z.core.$ZodIssue, env: Environment): string => {
  const name = String(path[0]);
  const value = SECRETS.includes(name) ? '' : ` (is "${env[name] ?? ''}")`;
  return `${path.join('.')}: ${message}${value}`;
};

/** Reads the environment: returns the configuration, or one line per mistake, without any secret. */
export const readConfig = (
  environment: Environment,
): { ok: true; config: Config } | { ok: false; problems: string[] } => {
  const { env, problems } = withSecretFiles(withoutEmpty(environment));
  const parsed = schema.safeParse(env);
  if (!parsed.success || problems.length > 0) {
    const issues = parsed.error?.issues ?? [];
    return { ok: false, problems: [...problems, ...issues.map((issue) => problemOf(issue, env))] };
  }
  const { DATA_DIR, APP_DIR } = parsed.data;
  return {
    ok: true,
    config: { ...parsed.data, DATA_DIR: resolve(DATA_DIR), APP_DIR: APP_DIR && resolve(APP_DIR) },
  };
};

const printValue = (name: string, value: Config[keyof Config]): string => {
  if (SECRETS.includes(name) && value !== '') return '********';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
};

/** The configuration as lines that may be shown. */
export const printConfig = (config: Config): string[] =>
  Object.entries(config).map(([name, value]) => `${name}=${printValue(name, value)}`);

/** Where the data is, as an operator reads it; a Postgres without its password. */
export const sourceOf = ({ DATA_DIR, DATABASE_URL }: Config): string =>
  DATABASE_URL === '' ? DATA_DIR : `the Postgres at ${new URL(DATABASE_URL).host}`;
