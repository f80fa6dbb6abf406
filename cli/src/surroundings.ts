/** What a command needs of the process around it. */
export interface Surroundings {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
