import type { Answers, Request } from './contender/messages.ts';

/** A contender as the plan sees it, wherever it runs. */
export interface Asked {
  ask<R extends Request>(request: R): Promise<Answers[R['command']]>;
  /** Ends it, whatever it does. */
  end(): Promise<void>;
}
