import fs from 'node:fs';

/** Resident memory of a process [bytes]; undefined where the system does not tell, as elsewhere than on Linux. */
export interface ResidentMemory {
  now: number;
  /** Largest since the process began, or since `forgetPeak`. */
  peak: number;
}

/** @param id of a process of the same user, or `self` */
export function residentMemory(id: number | 'self'): ResidentMemory | undefined {
  try {
    const status = fs.readFileSync(`/proc/${id}/status`, 'utf8');
    const bytes = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]);
    return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
  } catch {
    return undefined;
  }
}

/** From now on the peak is counted anew, so that each measurement has its own; without effect where it cannot be. */
export function forgetPeak(id: number | 'self'): void {
  try {
    fs.writeFileSync(`/proc/${id}/clear_refs`, '5');
  } catch {
    // the peak then counts from the beginning of the process
  }
}
