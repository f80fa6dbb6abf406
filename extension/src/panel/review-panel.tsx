import type { KeyboardEvent } from 'react';
import { CandidatesSection } from '../candidates/candidates-section.tsx';
import { KeptResultsSection } from '../kept-results/kept-results-section.tsx';
import { CalibrationSection } from './calibration-section.tsx';
import { DiagnosticsSection } from '../diagnostics/diagnostics-section.tsx';
import { ExportSection } from './export-section.tsx';
import { Footer } from './footer.tsx';
import { MapsSection } from '../heat-map/maps-section.tsx';
import { LayersSection } from './layers-section.tsx';
import { ReproductionSection } from '../reproduction/reproduction-section.tsx';
import { ReviewProvider, type PanelActions } from './review-context.ts';
import { StudySection } from '../runs/study-section.tsx';
import { RunSection } from './run-section.tsx';
import { ScoreSection } from './score-section.tsx';
import { SourceSection } from './source-section.tsx';
import { ReferenceSection } from '../reference/reference-section.tsx';
import { UncertaintySection } from '../uncertainty/uncertainty-section.tsx';
import { PANEL_CSS } from './styles.ts';
import { t, textLanguage } from '../text/t.ts';
import { AboutDialog } from '../about/about-dialog.tsx';
import { HelpDialog } from '../help/help-dialog.tsx';
import { HintCard } from '../help/hint-card.tsx';

/** Enter and Space press what has the focus: OHIF's own hotkeys on them, which listen at the document, would undo that. */
function keepPressKeys(event: KeyboardEvent): void {
  if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
}

export function ReviewPanel({ actions }: { actions: PanelActions }) {
  return (
    <ReviewProvider value={actions}>
      <style>{PANEL_CSS}</style>
      <div
        className="lacuna"
        data-cy="lacuna-panel"
        role="region"
        aria-label={t('panel.title')}
        lang={textLanguage()}
        onKeyDown={keepPressKeys}
      >
        <div className="lc-scroll">
          <HintCard />
          <RunSection />
          <StudySection />
          <LayersSection />
          <CandidatesSection />
          <UncertaintySection />
          <ReferenceSection />
          <MapsSection />
          <CalibrationSection />
          <ScoreSection />
          <ExportSection />
          <ReproductionSection />
          <SourceSection />
          <KeptResultsSection />
          <DiagnosticsSection />
        </div>
        <Footer />
        <AboutDialog />
        <HelpDialog />
      </div>
    </ReviewProvider>
  );
}
