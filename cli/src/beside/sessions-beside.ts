import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LacunaError } from '@lacuna/core/errors.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import type { ModelSession, SessionFactory, TensorData, Tensors } from '@lacuna/core/inference/session.ts';
import type { NodeSessionOptions } from '@lacuna/core/inference/session-ort-node.ts';
import { fromWire } from '@lacuna/core/inference/worker/wire-error.ts';
import type { Answered, Asked, Question, Reply } from './messages.ts';

const ENTRY = new URL('../../bin/sessions-thread.mjs', import.meta.url);

export interface BesideOptions extends NodeSessionOptions {
  /** Of the thread, where it is to do more than serve. */
  entry?: URL;
  /** Takes the note of each run. */
  onNote?: (note: unknown) => void;
}

/**
 * The sessions of `openNodeSessions` in a thread of their own: the native runtime computes on the thread that calls it, which
 * would keep this one from the work between two models. Ask it ahead (RunQueue's `atOnce`), so that it need not wait.
 * @throws LacunaError `backend-unavailable`
 */
export async function openSessionsBeside({
  entry = ENTRY,
  onNote,
  ...options
}: BesideOptions = {}): Promise<SessionFactory> {
  const thread = new SessionThread(entry);
  const { backend } = await thread
    .ask({ kind: 'open', options }, 'backend')
    .catch(async (thrown: unknown) => {
      await thread.end();
      throw thrown;
    });
  const opened = async (question: Question): Promise<ModelSession> => {
    const { session } = await thread.ask(question, 'session');
    return {
      run: async (inputs) => {
        const { outputs, note } = await thread.ask({ kind: 'run', session, inputs: sent(inputs) }, 'outputs');
        onNote?.(note);
        return outputs;
      },
      dispose: () => thread.release(session),
    };
  };
  return {
    backend,
    besideHost: true,
    create: (bytes, spec) => opened({ kind: 'create', bytes, spec }),
    dispose: () => thread.end(),
  };
}

/** A view of a larger buffer would take all of it along. */
function sent(inputs: Tensors): Tensors {
  const own = ({ data, dims }: TensorData) => ({
    data: data.byteLength === data.buffer.byteLength ? data : data.slice(),
    dims,
  });
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, own(input)]));
}

/** For an engine on such sessions: a run waits at the thread while another computes there. */
export const queueBeside = (): RunQueue => new RunQueue(undefined, 2);

interface Waiting {
  resolve(reply: Reply): void;
  reject(reason: LacunaError): void;
}

class SessionThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private ended: LacunaError | undefined;

  constructor(entry: URL) {
    this.worker = new Worker(fileURLToPath(entry));
    this.worker.on('message', (answered: Answered) => {
      const waiting = this.waiting.get(answered.call);
      this.waiting.delete(answered.call);
      if ('error' in answered) waiting?.reject(fromWire(answered.error));
      else waiting?.resolve(answered.reply);
      if (this.waiting.size === 0) this.worker.unref(); // a thread that nobody waits for keeps no process
    });
    this.worker.on('error', (error) => this.lose(error.message));
    this.worker.on('exit', (status) => this.lose(`exit status ${status}`));
  }

  async ask<Key extends string>(question: Question, key: Key): Promise<Extract<Reply, Record<Key, unknown>>> {
    if (this.ended) throw this.ended;
    const call = this.calls++;
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.waiting.set(call, { resolve, reject });
      this.worker.ref();
      this.worker.postMessage({ call, question } satisfies Asked);
    });
    if (!(key in reply)) throw new LacunaError('worker-crashed', `The thread of the models gave no ${key}.`);
    return reply as Extract<Reply, Record<Key, unknown>>;
  }

  async release(session: number): Promise<void> {
    if (!this.ended) await this.ask({ kind: 'release', session }, 'done');
  }

  /** After what was asked before; idempotent. */
  async end(): Promise<void> {
    if (this.ended) return;
    await this.ask({ kind: 'close' }, 'done').catch(() => undefined); // it has ended by itself
    this.lose('it was closed');
    await this.worker.terminate();
  }

  private lose(why: string): void {
    const sentence = `The thread of the models ended unexpectedly (${why}). Run the command again.`;
    this.ended ??= new LacunaError('worker-crashed', sentence);
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
