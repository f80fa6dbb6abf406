import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { LacunaError } from '../errors.ts';
import type { ModelSession, TensorData, Tensors } from './session.ts';

/** One onnxruntime session behind the port; the same for the web and the Node build. */
export class OrtSession implements ModelSession {
  private released = false;

  constructor(
    private readonly session: InferenceSession,
    private readonly Tensor: TensorConstructor,
  ) {}

  async run(inputs: Tensors): Promise<Tensors> {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, { data, dims }] of Object.entries(inputs))
      feeds[name] = new this.Tensor('float32', data, dims);
    const results = await this.session.run(feeds);
    const outputs: Record<string, TensorData> = {};
    for (const [name, tensor] of Object.entries(results)) {
      if (tensor.type !== 'float32')
        throw new LacunaError('bad-output', `The output ${name} is not float32.`);
      outputs[name] = { data: (await tensor.getData(true)) as Float32Array, dims: tensor.dims };
    }
    for (const tensor of [...Object.values(feeds), ...Object.values(results)]) tensor.dispose();
    return outputs;
  }

  async dispose(): Promise<void> {
    if (this.released) return;
    this.released = true;
    await this.session.release();
  }
}
