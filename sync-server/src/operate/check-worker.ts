// The thread that reads a whole copy of the database, so that no client waits for an operator's backup.
import { parentPort, workerData } from 'node:worker_threads';
import type { LogHead } from '../update-log/relay-log.ts';
import { problemOfCopy } from './check.ts';

const { file, expected } = workerData as { file: string; expected: LogHead[] };
parentPort?.postMessage(problemOfCopy(file, expected));
