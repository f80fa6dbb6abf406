import type { GlueSpec } from '../session.ts';
import { GraphBuilder, type Value } from './graph.ts';
import type { Dimensions } from './onnx-encoding.ts';

/**
 * The arithmetic of latent/masked-chain.ts and latent/bernoulli.ts between the networks, as graphs.
 *
 * A draw compares a uniform number of 32 bits with a probability, which float32 cannot do exactly. Where the probability
 * is one of few (of the forward noise: two; of the posterior at a certain element: four) the host compares and sends
 * `rank`: how many of them exceed the uniform number. The device knows which of them is meant and asks whether it is among
 * these, in small whole numbers: the same bits as on the host. Only where the network left an element uncertain does the
 * device compare in float32.
 *
 * `check` is [sum of the means, smallest, largest] of what a network has given so far: what the host would have looked for in the whole.
 */
type Summary = readonly [mean: Value, smallest: Value, largest: Value];
const summaryOf = (graph: GraphBuilder, values: Value): Summary => [
  graph.mean(values),
  graph.smallest(values),
  graph.largest(values),
];

/** A graph whose tensors are mostly shaped as the codes of a batch. */
class CodeGraph extends GraphBuilder {
  private readonly shape: Dimensions;

  constructor(name: string, channels: number, side: number) {
    super(name);
    this.shape = ['batch', channels, side, side];
  }

  codes = (name: string): Value => this.input(name, this.shape);
  giveCodes = (name: string, value: Value): void => this.output(name, this.shape, value);
}

/** Binary code of the encoder's probabilities and x_L drawn from it; `zeros` for the chain to begin with. */
export function firstNoise(channels: number, side: number): GlueSpec {
  const graph = new CodeGraph('first-noise', channels, side);
  const probability = graph.codes('probability');
  const rank = graph.codes('rank');
  const code = graph.isGreater(probability, graph.scalar(0.5));
  graph.giveCodes('code', code);
  graph.giveCodes('noisy', graph.isGreater(graph.add(rank, code), graph.scalar(1.5)));
  graph.giveCodes('zeros', graph.subtract(code, code));
  graph.output('check', [3], graph.concatenate(summaryOf(graph, probability), 0));
  return graph.finish();
}

/**
 * What a call of the denoiser says: the mask grown, the healthy code, the sum of flip probabilities so far.
 * `free` is 1 where the healthy code may change outside the mask too, else 0. `changes`: see MaskedChain; over the
 * whole batch.
 */
export function maskedPrediction(channels: number, side: number): GlueSpec {
  const graph = new CodeGraph('masked-prediction', channels, side);
  const original = graph.codes('original');
  const noisy = graph.codes('noisy');
  const flip = graph.codes('flip');
  const maskBefore = graph.codes('mask');
  const codeBefore = graph.codes('code');
  const sumBefore = graph.codes('flipSum');
  const checkBefore = graph.input('check', [3]);
  const threshold = graph.input('threshold', [1]);
  const free = graph.input('free', [1]);

  const probability = graph.clamp(flip, 0, 1);
  const mask = graph.largerOf(maskBefore, graph.isGreater(probability, threshold));
  const predicted = graph.absolute(graph.subtract(noisy, probability));
  const difference = graph.absolute(graph.subtract(predicted, original));
  const half = graph.scalar(0.5);
  const code = graph.chooseWhereGreater(graph.add(mask, free), half, predicted, original);
  const turned = graph.absolute(
    graph.subtract(graph.isGreater(code, half), graph.isGreater(codeBefore, half)),
  );
  const changed = graph.add(turned, graph.subtract(mask, maskBefore));
  graph.giveCodes('nextMask', mask);
  graph.giveCodes('nextCode', code);
  graph.giveCodes('nextFlipSum', graph.add(sumBefore, difference));
  graph.output('changes', [1], graph.sum(changed));
  const [means, smallest, largest] = graph.split(checkBefore, 3, 0);
  const now = summaryOf(graph, flip);
  const all = [
    graph.add(means!, now[0]),
    graph.smallerOf(smallest!, now[1]),
    graph.largerOf(largest!, now[2]),
  ];
  graph.output('nextCheck', [3], graph.concatenate(all, 0));
  return graph.finish();
}

/**
 * x_s drawn from x_t and the healthy code. `posterior`: [same, other, abar_s, (1 - abar_s) / 2], see posteriorProbability;
 * `place`: place of the certain probability in the ranking as [at 0, by bit, by clean, by both].
 */
export function posteriorDraw(channels: number, side: number): GlueSpec {
  const graph = new CodeGraph('posterior-draw', channels, side);
  const code = graph.codes('code');
  const noisy = graph.codes('noisy');
  const uniform = graph.codes('uniform');
  const rank = graph.codes('rank');
  const [same, other, abar, rest] = graph.split(graph.input('posterior', [4]), 4, 0);
  const [place, byBit, byClean, byBoth] = graph.split(graph.input('place', [4]), 4, 0);

  const one = graph.scalar(1);
  const unclean = graph.subtract(one, code);
  const likely = (bit: Value) => graph.add(other!, graph.multiply(graph.subtract(same!, other!), bit));
  const prior = (clean: Value) => graph.add(graph.multiply(abar!, clean), rest!);
  const isOne = graph.multiply(likely(noisy), prior(code));
  const isZero = graph.multiply(likely(graph.subtract(one, noisy)), prior(unclean));
  const uncertain = graph.isGreater(graph.divide(isOne, graph.add(isOne, isZero)), uniform);

  const both = graph.multiply(noisy, code);
  const mine = graph.add(
    graph.add(place!, graph.multiply(byBit!, noisy)),
    graph.add(graph.multiply(byClean!, code), graph.multiply(byBoth!, both)),
  );
  const certain = graph.isGreater(rank, mine);
  const between = graph.multiply(code, unclean);
  graph.giveCodes('next', graph.chooseWhereGreater(between, graph.scalar(0), uncertain, certain));
  return graph.finish();
}

/** Mean over the channels, [n, 1, side, side]. */
export function channelMean(channels: number, side: number): GlueSpec {
  const graph = new CodeGraph('channel-mean', channels, side);
  const values = graph.codes('values');
  graph.output('mean', ['batch', 1, side, side], graph.meanOver(values, 1));
  return graph.finish();
}
