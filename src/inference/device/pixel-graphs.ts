import type { GlueSpec } from '../session.ts';
import { GraphBuilder } from './graph.ts';

/**
 * The arithmetic of pixel/norm-guided.ts between the two subnets, as graphs; float32 where the host computes in float64,
 * so that results differ by rounding.
 *
 * Tensors named `signal` and `noise` hold sqrt(abar) and sqrt(1 - abar) of the less noisy and of the noisier copy.
 */

/** From images in [0, 1] to pairs of noisy copies, [2n, 1, size, size], and the images in [-1, 1]. */
export function noisyPairs(size: number): GlueSpec {
  const graph = new GraphBuilder('noisy-pairs');
  const image = graph.input('image', ['batch', 1, size, size]);
  const normals = graph.input('normals', ['batch', 2, size, size]);
  const signal = graph.input('signal', [1, 2, 1, 1]);
  const noise = graph.input('noise', [1, 2, 1, 1]);

  const scaled = graph.subtract(graph.multiply(image, graph.scalar(2)), graph.scalar(1));
  const noisy = graph.add(graph.multiply(scaled, signal), graph.multiply(normals, noise));
  graph.output('scaled', ['batch', 1, size, size], scaled);
  graph.output('pairs', ['twice', 1, size, size], graph.reshape(noisy, [-1, 1, size, size]));
  return graph.finish();
}

/** From the noise predicted for the pairs to what the segmentation subnet compares; `check` is not finite if that noise is not. */
export function guidedEstimate(size: number): GlueSpec {
  const graph = new GraphBuilder('guided-estimate');
  const scaled = graph.input('scaled', ['batch', 1, size, size]);
  const pairs = graph.input('pairs', ['twice', 1, size, size]);
  const predicted = graph.input('predicted', ['twice', 1, size, size]);
  const [signalN, signalS] = graph.split(graph.input('signal', [1, 2, 1, 1]), 2, 1);
  const [noiseN, noiseS] = graph.split(graph.input('noise', [1, 2, 1, 1]), 2, 1);
  const guidance = graph.input('guidance', [1]);

  const [xn, xs] = graph.split(graph.reshape(pairs, [-1, 2, size, size]), 2, 1);
  const [en, es] = graph.split(graph.reshape(predicted, [-1, 2, size, size]), 2, 1);
  const x0s = graph.clamp(graph.divide(graph.subtract(xs!, graph.multiply(noiseS!, es!)), signalS!), -1, 1);
  const guide = graph.add(graph.multiply(signalN!, x0s), graph.multiply(noiseN!, en!));
  const pull = graph.multiply(graph.multiply(noiseN!, guidance), graph.subtract(guide, xn!));
  const guided = graph.subtract(en!, pull);
  const x0 = graph.divide(graph.subtract(xn!, graph.multiply(noiseN!, guided)), signalN!);
  const reconstruction = graph.clamp(x0, -1, 1);

  const half = graph.scalar(0.5);
  graph.output('pair', ['batch', 2, size, size], graph.concatenate([scaled, reconstruction], 1));
  graph.output(
    'reconstruction',
    ['batch', 1, size, size],
    graph.add(graph.multiply(reconstruction, half), half),
  );
  graph.output('check', [1], graph.mean(predicted));
  return graph.finish();
}
