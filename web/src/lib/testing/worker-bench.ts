// Workers and seconds that a test is in charge of, for what is opened in the transfer worker.
import type { BackupJob } from '#lib/services/backups/backup-jobs.ts';
import type { BackupWorker, OpenerDeps } from '#lib/services/backups/open-in-worker.ts';
import { createInProcessWorker, type InProcessOptions } from './in-process-worker.ts';

/** What a job opens. */
export const roomOrFile = (job: BackupJob): string => ('room' in job ? job.room : 'the file');

export interface Bench {
  deps: OpenerDeps;
  /** Seconds pass for every job that is under way. */
  pass(seconds: number): void;
  /** What runs: timers, and workers that were started and not ended. */
  running(): { timers: number; workers: number };
  /** Workers that were started. */
  started(): number;
  asked: BackupJob[];
}

/** `endless`: the job of this room, or the file, never ends. */
export const createBench = (endless = '', options: Pick<InProcessOptions, 'answerWith'> = {}): Bench => {
  const ticks = new Set<() => void>();
  const alive = new Set<BackupWorker>();
  const asked: BackupJob[] = [];
  let started = 0;
  const newWorker = (): BackupWorker => {
    const worker = createInProcessWorker({
      ...options,
      isEndless: (job) => {
        asked.push(job);
        return roomOrFile(job) === endless;
      },
    });
    const { terminate } = worker;
    worker.terminate = () => {
      alive.delete(worker);
      terminate();
    };
    alive.add(worker);
    started += 1;
    return worker;
  };
  return {
    asked,
    started: () => started,
    running: () => ({ timers: ticks.size, workers: alive.size }),
    pass: (seconds) => {
      for (let second = 0; second < seconds; second++) for (const tick of [...ticks]) tick();
    },
    deps: {
      newWorker,
      ticker: (tick) => {
        ticks.add(tick);
        return () => ticks.delete(tick);
      },
    },
  };
};

export const nothing = { timers: 0, workers: 0 };
