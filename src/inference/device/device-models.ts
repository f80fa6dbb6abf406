import { describeThrown, LacunaError } from '../../errors.ts';
import { MODEL_KEYS, type ModelKey, type WeightsManifest } from '../manifest-types.ts';
import type { RunQueue } from '../run-queue.ts';
import type { KeptTensor, KeptTensors, ModelSession, SessionFactory, TensorData } from '../session.ts';
import { GLUE_KEYS, type GlueKey, glueGraphs } from './graphs.ts';

type Feeds = Readonly<Record<string, TensorData | KeptTensor>>;
type Keeping = Required<Pick<ModelSession, 'runKept'>> & ModelSession;

/** What a turn at the runtime may do; the tensors it makes live until the chain ends, or are freed by it before. */
export interface DeviceTurn {
  /** Of the network named by the manifest, its one output. */
  network(key: ModelKey, inputs: Feeds): Promise<KeptTensor>;
  glue(key: GlueKey, inputs: Feeds): Promise<KeptTensors>;
}

/** Networks and the graphs between them on a back-end that keeps tensors: chains of runs of which only the end is read. */
export class DeviceModels {
  private constructor(
    private readonly networks: ReadonlyMap<ModelKey, { session: Keeping; output: string }>,
    private readonly glue: ReadonlyMap<GlueKey, Keeping>,
    private readonly queue: RunQueue,
  ) {}

  /** Opens the graphs; to be called in a turn of the queue. @returns the reason where this back-end is not up to it */
  static async open(
    factory: SessionFactory,
    manifest: WeightsManifest,
    network: (key: ModelKey) => ModelSession | undefined,
    queue: RunQueue,
  ): Promise<DeviceModels | { reason: string }> {
    const networks = new Map<ModelKey, { session: Keeping; output: string }>();
    for (const key of MODEL_KEYS) {
      const session = network(key);
      if (!session || !keeps(session)) return { reason: 'the back-end keeps no tensors' };
      networks.set(key, { session, output: manifest.models[key].outputs[0]!.name });
    }
    const glue = new Map<GlueKey, Keeping>();
    const graphs = glueGraphs(manifest);
    try {
      for (const key of GLUE_KEYS) {
        const session = await factory.createGlue?.(graphs[key]);
        if (!session || !keeps(session)) return { reason: 'the back-end keeps no tensors' };
        glue.set(key, session);
      }
    } catch (thrown) {
      for (const session of glue.values()) await session.dispose();
      return { reason: describeThrown(thrown) };
    }
    return new DeviceModels(networks, glue, queue);
  }

  /**
   * A chain of turns; whatever it leaves on the device is freed when it ends, however it ends.
   * @param work asks for turns; between two of them others may have theirs
   */
  async chain<T>(
    work: (turn: <R>(task: (device: DeviceTurn) => Promise<R>) => Promise<R>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const made: KeptTensor[] = [];
    const device: DeviceTurn = {
      network: async (key, inputs) => {
        const { session, output } = this.networks.get(key)!;
        const outputs = await session.runKept(inputs);
        made.push(...Object.values(outputs));
        const tensor = outputs[output];
        if (!tensor)
          throw new LacunaError('bad-output', `The model ${key} gave no ${output}.`, { model: key });
        return tensor;
      },
      glue: async (key, inputs) => {
        const outputs = await this.glue.get(key)!.runKept(inputs);
        made.push(...Object.values(outputs));
        return outputs;
      },
    };
    try {
      return await work((task) => this.queue.run(() => task(device), signal));
    } finally {
      // In its turn: a run that a cancelled chain has left behind may still use them.
      if (!this.queue.hung)
        this.queue
          .run(() => Promise.resolve(made.forEach((tensor) => tensor.dispose())))
          .catch(() => undefined); // hung meanwhile: the realm is lost with all its tensors
    }
  }

  /** In a turn of the queue. */
  async dispose(): Promise<void> {
    for (const session of this.glue.values()) await session.dispose();
  }
}

function keeps(session: ModelSession): session is Keeping {
  return session.runKept !== undefined;
}
