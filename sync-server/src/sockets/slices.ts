// Work that would take long in one piece is done in slices, between which everything else has its turn. Senders take
// turns by the slice: the second large frame of one waits for its first, and nobody else's does.

/** Work as an iterator: each step is short. */
export type Steps = Iterator<void, void>;

/** Work at a time, ms. It adds to what everybody else waits. */
export const SLICE_MS = 4;

interface Job {
  steps: Steps;
  /** Nobody wants it any more. */
  isDropped(): boolean;
  usedMs: number;
  onDone(usedMs: number): void;
}

export interface SliceDeps {
  nowMs(): number;
  /** Runs this after everything that is due. */
  soon(run: () => void): void;
}

export interface Slices {
  /** `onDone` gets how long the work took, ms. It is called once, also where the work was dropped. */
  run(sender: string, job: Omit<Job, 'usedMs'>): void;
}

export const createSlices = ({ nowMs, soon }: SliceDeps): Slices => {
  /** By sender; whose slice comes next is first. */
  const queues = new Map<string, Job[]>();

  /** True once the job is done. */
  const work = (job: Job): boolean => {
    const startedAt = nowMs();
    let isDone = job.isDropped();
    while (!isDone && nowMs() - startedAt < SLICE_MS) isDone = job.steps.next().done === true;
    job.usedMs += nowMs() - startedAt;
    return isDone;
  };

  const slice = (): void => {
    const [sender, jobs] = queues.entries().next().value!;
    queues.delete(sender);
    const job = jobs[0]!;
    const isDone = work(job);
    if (isDone) jobs.shift();
    if (jobs.length > 0) queues.set(sender, jobs);
    if (queues.size > 0) soon(slice);
    if (isDone) job.onDone(job.usedMs);
  };

  return {
    run: (sender, job) => {
      const jobs = queues.get(sender) ?? [];
      jobs.push({ ...job, usedMs: 0 });
      queues.set(sender, jobs);
      if (queues.size === 1 && jobs.length === 1) soon(slice);
    },
  };
};

/** All of the steps at once. */
export const runAtOnce = (steps: Steps | void): void => {
  while (steps && !steps.next().done);
};
