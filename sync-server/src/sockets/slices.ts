// Runs long work in short slices so that other work is not delayed. Addresses take turns, and within an address its
// grants do. A grant's large frames run one after the other.

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

/** Whose work it is. */
export interface Sender {
  /** Senders with the same one share its turns. */
  address: string;
  grant: string;
}

export interface Slices {
  /** `onDone` gets how long the work took, ms. It is called once, also where the work was dropped. */
  run(sender: Sender, job: Omit<Job, 'usedMs'>): void;
}

/** The jobs of one address, by grant; whose slice comes next is first. */
type JobsByGrant = Map<string, Job[]>;

/** Moves the first entry of a map behind the others, or removes it when it is done. */
const rotateOrRemove = <T>(map: Map<string, T>, isDone: (value: T) => boolean): void => {
  const [key, value] = map.entries().next().value!;
  map.delete(key);
  if (!isDone(value)) map.set(key, value);
};

export const createSlices = ({ nowMs, soon }: SliceDeps): Slices => {
  /** Whose slice comes next is first. */
  const addresses = new Map<string, JobsByGrant>();

  /** True once the job is done. */
  const work = (job: Job): boolean => {
    const startedAt = nowMs();
    let isDone = job.isDropped();
    while (!isDone && nowMs() - startedAt < SLICE_MS) isDone = job.steps.next().done === true;
    job.usedMs += nowMs() - startedAt;
    return isDone;
  };

  const slice = (): void => {
    const address = addresses.values().next().value!;
    const jobs = address.values().next().value!;
    const job = jobs[0]!;
    const isDone = work(job);
    if (isDone) jobs.shift();
    rotateOrRemove(address, ({ length }) => length === 0);
    rotateOrRemove(addresses, ({ size }) => size === 0);
    if (addresses.size > 0) soon(slice);
    if (isDone) job.onDone(job.usedMs);
  };

  return {
    run: ({ address: name, grant }, job) => {
      const isIdle = addresses.size === 0;
      const address: JobsByGrant = addresses.get(name) ?? new Map<string, Job[]>();
      const jobs = address.get(grant) ?? [];
      jobs.push({ ...job, usedMs: 0 });
      address.set(grant, jobs);
      addresses.set(name, address);
      if (isIdle) soon(slice);
    },
  };
};

/** All of the steps at once. */
export const runAtOnce = (steps: Steps | void): void => {
  while (steps && !steps.next().done);
};
