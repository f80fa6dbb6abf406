import { healthyShare, positionOf, scaleOf } from '../layers/threshold-scale.ts';
import { LAYER_NAMES, SHORT_NAMES } from '../methods.ts';
import type { ReviewState, RunState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import { statusDetail, statusText } from '../state/status-text.ts';
import { t } from '../text/t.ts';
import { decimals } from '../text/numbers.ts';

/** A run is told of at its start, at every quarter and at its end: a sentence per slice would drown all others. */
const QUARTERS = 4;

/**
 * What somebody who does not see the screen has to hear of a change; undefined when there is nothing to say. Keys change
 * things far from the focus, so each of their effects has its sentence.
 */
export function announcement(before: ReviewState, now: ReviewState): string | undefined {
  return ofRun(before, now) ?? ofRegion(before, now) ?? ofLayers(before, now) ?? ofThreshold(before, now);
}

function ofRun(before: ReviewState, now: ReviewState): string | undefined {
  const { run } = now;
  if (run === before.run || run.kind === 'idle') return undefined;
  if (run.kind !== 'running') return [statusText(now), statusDetail(now)].filter(Boolean).join('. ');
  const quarter = quarterOf(run);
  if (before.run.kind === 'running' && quarter === quarterOf(before.run)) return undefined;
  return quarter === 0
    ? t('announce.started', { total: run.total })
    : t('announce.progress', { done: run.done, total: run.total });
}

function quarterOf(run: RunState & { kind: 'running' }): number {
  return run.total === 0 ? 0 : Math.floor((QUARTERS * run.done) / run.total);
}

function ofRegion(before: ReviewState, now: ReviewState): string | undefined {
  const { selected, regions } = now.candidates;
  const region = regions.find(({ id }) => id === selected);
  if (!region) return undefined;
  const name = region.name ?? t('candidates.region', { number: region.number });
  if (selected !== before.candidates.selected)
    return t('announce.region', {
      name,
      layer: SHORT_NAMES[region.output],
      volume: decimals(region.volumeMl, 1),
    });
  const old = before.candidates.regions.find(({ id }) => id === selected);
  if (!old || old.status === region.status) return undefined;
  return t(`announce.${region.status}`, { name });
}

function ofLayers(before: ReviewState, now: ReviewState): string | undefined {
  if (now.maps.on !== before.maps.on || (now.maps.on && now.maps.layer !== before.maps.layer))
    return now.maps.on ? t('announce.mapOn', { name: LAYER_NAMES[now.maps.layer] }) : t('announce.mapOff');
  if (now.compare !== before.compare) return t(now.compare ? 'announce.compareOn' : 'announce.compareOff');
  const layers = shownLayers(now);
  if (layers.every((layer) => now.methods[layer].visible === before.methods[layer].visible)) return undefined;
  const visible = layers.filter((layer) => now.methods[layer].visible).map((layer) => SHORT_NAMES[layer]);
  return visible.length > 0 ? t('announce.layers', { names: visible.join(', ') }) : t('announce.noLayers');
}

function ofThreshold(before: ReviewState, now: ReviewState): string | undefined {
  if (now.weights.kind !== 'ready') return undefined;
  const layer = shownLayers(now).find(
    (id) =>
      before.methods[id].threshold !== null && now.methods[id].threshold !== before.methods[id].threshold,
  );
  const scale = layer && scaleOf(now.weights.info.manifest, layer);
  const threshold = layer ? now.methods[layer].threshold : null;
  if (!scale || threshold === null) return undefined;
  return t('announce.threshold', { share: healthyShare(positionOf(scale, threshold)) });
}
