import { useEffect } from 'react';
import { CandidatesSection } from '../candidates/candidates-section.tsx';
import { KeptResultsSection } from '../kept-results/kept-results-section.tsx';
import { CalibrationSection } from './calibration-section.tsx';
import { DiagnosticsSection } from '../diagnostics/diagnostics-section.tsx';
import { ExportSection } from './export-section.tsx';
import { Footer } from './footer.tsx';
import { MapsSection } from '../heat-map/maps-section.tsx';
import { keepOwnKeys } from '../keys/own-keys.ts';
import { LayersSection } from './layers-section.tsx';
import { ReproductionSection } from '../reproduction/reproduction-section.tsx';
import { useReadParts } from './read-parts.ts';
import { ReviewProvider, type PanelActions } from './review-context.ts';
import { StudySection } from '../runs/study-section.tsx';
import { RunSection } from './run-section.tsx';
import { ScoreSection } from './score-section.tsx';
import { SourceSection } from './source-section.tsx';
import { ReferenceSection } from '../reference/reference-section.tsx';
import { UncertaintySection } from '../uncertainty/uncertainty-section.tsx';
import { PANEL_CSS } from './styles.ts';
import { SYSTEM_CSS } from './system-styles.ts';
import { t } from '../text/t.ts';
import { HintCard } from '../help/hint-card.tsx';

export function ReviewPanel({ actions }: { actions: PanelActions }) {
  const { readKeys } = actions;
  const { language } = useReadParts(actions.store);
  useEffect(readKeys, [readKeys]);
  return (
    <ReviewProvider value={actions}>
      <style>{PANEL_CSS + SYSTEM_CSS}</style>
      <div
        className="lacuna"
        lang={language}
        data-cy="lacuna-panel"
        role="region"
        aria-label={t('panel.title')}
        onKeyDown={keepOwnKeys}
        onPointerEnter={readKeys}
        onFocus={readKeys}
      >
        <div className="lc-scroll" key={language}>
          <HintCard />
          <RunSection />
          <StudySection />
          <LayersSection />
          <CandidatesSection />
          <MapsSection />
          <ScoreSection />
          <ReferenceSection />
          <UncertaintySection />
          <CalibrationSection />
          <ExportSection />
          <ReproductionSection />
          <SourceSection />
          <KeptResultsSection />
          <DiagnosticsSection />
        </div>
        <Footer />
      </div>
    </ReviewProvider>
  );
}
