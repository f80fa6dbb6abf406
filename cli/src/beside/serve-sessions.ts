import type { ModelSession, SessionFactory } from '@lacuna/core/inference/session.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { toWire } from '@lacuna/core/inference/worker/wire-error.ts';
import type { MessagePort } from 'node:worker_threads';
import type { Answered, Asked, Question, Reply } from './messages.ts';

/**
 * The body of the thread: sessions as `openNodeSessions` opens them, one question after the other in the order asked.
 * @param note what to tell with each run
 */
export function serveSessions(port: MessagePort, note: () => unknown = () => undefined): void {
  let factory: SessionFactory;
  const sessions: ModelSession[] = [];
  const answer = async (question: Question): Promise<Reply> => {
    switch (question.kind) {
      case 'open':
        factory = await openNodeSessions(question.options);
        return { backend: factory.backend };
      case 'create':
        return { session: sessions.push(await factory.create(question.bytes, question.spec)) - 1 };
      case 'create-glue':
        return { session: sessions.push(await factory.createGlue!(question.spec)) - 1 };
      case 'run': {
        const outputs = await sessions[question.session]!.run(question.inputs);
        return { outputs, note: note() };
      }
      case 'release':
        await sessions[question.session]!.dispose();
        return { done: true };
      case 'close':
        for (const session of sessions) await session.dispose();
        await factory?.dispose();
        return { done: true };
    }
  };
  let before: Promise<void> = Promise.resolve();
  const serve = async ({ call, question }: Asked) => {
    try {
      const reply = await answer(question);
      const buffers = 'outputs' in reply ? Object.values(reply.outputs).map(({ data }) => data.buffer) : [];
      port.postMessage({ call, reply } satisfies Answered, buffers as ArrayBuffer[]);
    } catch (thrown) {
      port.postMessage({ call, error: toWire(thrown) } satisfies Answered);
    }
    if (question.kind === 'close') port.close();
  };
  port.on('message', (asked: Asked) => (before = before.then(() => serve(asked))));
}
