import type { ExportController } from '../export/export-controller.ts';
import type { ReproductionController } from '../reproduction/reproduction-controller.ts';
import type { Review } from '../review/review.ts';
import type { PanelActions } from './review-context.ts';

/** What the panel's controls do. */
export function panelActions(
  review: Review,
  exports: ExportController,
  reproductions: ReproductionController,
): PanelActions {
  return {
    store: review.store,
    candidates: review.candidates,
    reference: review.reference,
    controls: review.controls,
    uncertainty: { start: () => review.seeds.start(), cancel: () => review.seeds.cancel() },
    readKeys: () => review.readKeys(),
    runSlice: () => review.runSlice(),
    runSeries: () => review.runSeries(),
    cancel: () => review.cancel(),
    runStudy: () => review.runStudy(),
    cancelStudy: () => review.cancelStudy(),
    setAutoRun: (auto) => review.setAutoRun(auto),
    keepResults: (action) => review.keptResults.set(action),
    retryStart: () => review.retryStart(),
    tryAgain: () => void review.tryAgain(),
    setThreshold: (method, threshold) => review.thresholds.set(method, threshold),
    setLinkedThreshold: (position) => review.thresholds.setLinked(position),
    linkThresholds: (linked) => review.thresholds.link(linked),
    discardEdits: (method) => review.discardEdits(method),
    useCalibration: (file) => review.useCalibration(file),
    removeCalibration: () => review.removeCalibration(),
    setCompare: (compare) => review.comparison.set(compare),
    comparePanes: (panes) => review.comparison.compare(panes),
    traceFlips: () => review.traceFlips(),
    goToSlice: (displayIndex) => review.goToSlice(displayIndex),
    downloadExport: (kind, layer) => exports.download(kind, layer),
    storeExport: (kind, layer) => exports.store(kind, layer),
    cancelExport: () => exports.cancel(),
    reproduce: (id) => reproductions.reproduce(id),
    cancelReproduction: () => reproductions.cancel(),
    storeBlockedBy: () => exports.storeBlockedBy(),
  };
}
