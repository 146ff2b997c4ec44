// Owns the thread in which a copy is read whole, so that nobody waits for an operator's backup.
import { parentPort, workerData } from 'node:worker_threads';
import type { LogHead } from '../log/relay-log.ts';
import { problemOfCopy } from './check.ts';

const { file, expected } = workerData as { file: string; expected: LogHead[] };
parentPort?.postMessage(problemOfCopy(file, expected));
