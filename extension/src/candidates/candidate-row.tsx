import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { withKey, type PresentKeys } from '../keys/present-keys.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import { t } from '../text/t.ts';
import type { Candidate, CandidateStatus } from './candidate.ts';
import type { CandidateActions } from './candidate-controller.ts';
import { decimals, grouped } from '../text/numbers.ts';

interface RowProps {
  region: Candidate;
  selected: boolean;
  naming: boolean;
  percentile: ((value: number) => string) | undefined;
  actions: CandidateActions;
  keys: PresentKeys;
}

/** One region: its figures, and what can be done with it. Drawn again only when something of it has changed. */
export const CandidateRow = memo(function CandidateRow(props: RowProps) {
  const { region, selected, naming, actions, keys } = props;
  const go = useFocusAfter(naming);
  const name = region.name ?? t('candidates.region', { number: region.number });
  const toggle = (status: CandidateStatus) =>
    actions.setStatus(region.id, region.status === status ? 'open' : status);
  return (
    <div
      role="row"
      className={`lc-region lc-of-${region.output} lc-${region.status}`}
      data-cy="lacuna-candidate"
      data-status={region.status}
      data-id={region.id}
      aria-current={selected || undefined}
    >
      <div className="lc-row">
        <div role="cell" className="lc-cell lc-grow">
          {naming ? (
            <NameField region={region} actions={actions} onDone={() => actions.name(null)} />
          ) : (
            <button
              type="button"
              ref={go}
              className="lc-region-name lc-grow"
              data-cy="lacuna-candidate-go"
              title={`${t('candidates.go', { name, previous: keys.previousCandidate, next: keys.nextCandidate })}\n${detail(region)}`}
              onClick={() => void actions.select(region.id)}
              onDoubleClick={() => actions.name(region.id)}
            >
              <span className="lc-swatch" />
              <span className="lc-one-line">{name}</span>
              <span className="lc-number lc-volume">{formatVolume(region.volumeMl)} ml</span>
            </button>
          )}
        </div>
        <div role="cell" className="lc-cell">
          <IconButton
            hook="accept"
            label={withKey(t('candidates.accept'), keys.acceptCandidate)}
            pressed={region.status === 'accepted'}
            path="M3 8.5l3.2 3.2L13 4.5"
            onClick={() => toggle('accepted')}
          />
          <IconButton
            hook="reject"
            label={withKey(t('candidates.reject'), keys.rejectCandidate)}
            pressed={region.status === 'rejected'}
            path="M4 4l8 8M12 4l-8 8"
            onClick={() => toggle('rejected')}
          />
          <IconButton
            hook="rename"
            label={withKey(t('candidates.rename'), keys.renameCandidate)}
            path="M3 13l.7-3L11 2.8l2.2 2.2L6 12.3z"
            onClick={() => actions.name(region.id)}
          />
          <IconButton
            hook="edit"
            label={t('candidates.edit')}
            path="M13.5 2.5L7.5 9M7 9.2c-2 0-1.5 2.6-4.5 3.3 2.5 1.5 6 .8 6-1.5z"
            onClick={() => void actions.edit(region.id)}
          />
        </div>
      </div>
      <p role="cell" className="lc-muted lc-number lc-facts">
        {facts(props)}
      </p>
    </div>
  );
});

/** The element that takes the focus back when the field it gave way to is closed. */
function useFocusAfter(away: boolean) {
  const element = useRef<HTMLButtonElement>(null);
  const wasAway = useRef(away);
  useEffect(() => {
    if (wasAway.current && !away && document.activeElement === document.body) element.current?.focus();
    wasAway.current = away;
  }, [away]);
  return element;
}

function NameField({
  region,
  actions,
  onDone,
}: {
  region: Candidate;
  actions: CandidateActions;
  onDone: () => void;
}) {
  const finish = (name: string | null) => {
    if (name !== null) actions.rename(region.id, name);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation(); // letters are keys of the viewer
    if (event.key === 'Enter') finish(event.currentTarget.value);
    if (event.key === 'Escape') finish(null);
  };
  return (
    <input
      type="text"
      className="lc-grow lc-name-field"
      data-cy="lacuna-candidate-name"
      aria-label={t('candidates.nameOf', { number: region.number })}
      maxLength={64}
      autoFocus
      defaultValue={region.name ?? ''}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  );
}

interface IconButtonProps {
  hook: string;
  label: string;
  path: string;
  pressed?: boolean;
  onClick: () => void;
}

function IconButton({ hook, label, path, pressed, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className="lc-icon"
      data-cy={`lacuna-candidate-${hook}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </button>
  );
}

function facts({ region, percentile }: RowProps): string {
  const { shownSlices, agreement, stability, status, edited } = region;
  const [first, last] = shownSlices;
  const inMapUnits = (value: number) =>
    percentile ? t('candidates.percentile', { value: percentile(value) }) : formatScore(value);
  return [
    status === 'open' ? '' : t(`candidates.${status}`),
    region.side ? t(`candidates.${region.side}`) : t('candidates.sideUnknown'),
    first === last
      ? t('candidates.slice', { first: first + 1 })
      : t('candidates.slices', { first: first + 1, last: last + 1 }),
    t('candidates.peakMean', { peak: inMapUnits(region.peak), mean: inMapUnits(region.mean) }),
    agreement === undefined ? '' : t('candidates.agreement', { percent: Math.round(100 * agreement) }),
    stability === null ? '' : t('candidates.stability', { percent: Math.round(100 * stability) }),
    edited ? t('candidates.edited') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function detail(region: Candidate): string {
  return t('candidates.detail', {
    volume: decimals(region.volumeMl, 3),
    voxels: grouped(region.voxels),
    peak: formatScore(region.peak),
    mean: formatScore(region.mean),
    centre: region.centreMm.map((value) => decimals(value, 0)).join(' / '),
  });
}

/** Two significant digits below 10 ml, none behind the point above. */
function formatVolume(volumeMl: number): string {
  if (volumeMl >= 10) return decimals(volumeMl, 0);
  return volumeMl >= 0.995 ? decimals(volumeMl, 1) : decimals(volumeMl, 2);
}
