// The transfer worker for tests in Node, where there is none: it does its jobs for backups in the test's own thread.
import { vi } from 'vitest';
import { runBackupJob, type BackupAnswer, type BackupJob } from '#lib/services/backups/backup-jobs.ts';
import type { BackupWorker } from '#lib/services/backups/open-in-worker.ts';

export interface InProcessOptions {
  /** True for jobs that never end. */
  isEndless?(job: BackupJob): boolean;
  /** Given what a job answers; gives what the worker answers, as one on another device would. */
  answerWith?(answer: BackupAnswer, job: BackupJob): BackupAnswer;
}

export const createInProcessWorker = ({
  isEndless = () => false,
  answerWith = (answer) => answer,
}: InProcessOptions = {}): BackupWorker => {
  let isTerminated = false;
  const worker: BackupWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (job: BackupJob) => {
      if (isEndless(job)) return;
      void runBackupJob(job, (answer) => {
        const data: unknown = structuredClone(answerWith(answer, job));
        if (!isTerminated) worker.onmessage?.call(worker as Worker, { data } as MessageEvent);
      });
    },
    terminate: () => (isTerminated = true),
  };
  return worker;
};

/** Until `vi.unstubAllGlobals`. */
export const stubWorker = (): void => {
  vi.stubGlobal('Worker', function InProcessWorker(): BackupWorker {
    return createInProcessWorker();
  });
};
