import type { ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import type { BackendInfo, GlueSpec, Tensors } from '@lacuna/core/inference/session.ts';
import type { NodeSessionOptions } from '@lacuna/core/inference/session-ort-node.ts';
import type { WireError } from '@lacuna/core/inference/worker/protocol.ts';

/** What the thread with the sessions is asked; sessions are numbered in the order in which they were created. */
export type Question =
  | { kind: 'open'; options: NodeSessionOptions }
  | { kind: 'create'; bytes: Uint8Array; spec: ModelSpec }
  | { kind: 'create-glue'; spec: GlueSpec }
  | { kind: 'run'; session: number; inputs: Tensors }
  | { kind: 'release'; session: number }
  /** All of them; the thread then ends by itself. */
  | { kind: 'close' };
export interface Asked {
  call: number;
  question: Question;
}

/** What a question is answered with; `note` is for whoever listens in (the benchmark). */
export type Reply =
  { backend: BackendInfo } | { session: number } | { outputs: Tensors; note?: unknown } | { done: true };
export type Answered = { call: number; reply: Reply } | { call: number; error: WireError };
