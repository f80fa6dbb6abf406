import { METHOD_IDS, METHOD_NAMES, type MethodId } from '../methods.ts';
import { useReview } from './review-context.ts';

/** One method: its layer's switch, its name in its colour, and whether the next run takes it along. */
export function MethodRow({ method }: { method: MethodId }) {
  const { state, actions, dispatch } = useReview();
  const { visible, selected, editedSlices } = state.methods[method];
  const name = METHOD_NAMES[method];
  return (
    <div className={`lc-of-${method}`}>
      <div className="lc-row">
        <button
          type="button"
          className="lc-switch"
          role="switch"
          data-cy={`lacuna-layer-${method}`}
          aria-checked={visible}
          aria-label={`Layer of ${name}`}
          title={`Show or hide the layer of ${name} (key ${method === METHOD_IDS[0] ? 'q' : 'w'})`}
          onClick={() => dispatch({ type: 'visible', method, visible: !visible })}
        />
        <span className="lc-name lc-grow">{name}</span>
        <label className="lc-row lc-muted" title="Taken along in the next run">
          <span>Run</span>
          <input
            type="checkbox"
            data-cy={`lacuna-select-${method}`}
            aria-label={`Run ${name}`}
            checked={selected}
            disabled={state.run.kind === 'running'}
            onChange={(event) => dispatch({ type: 'selected', method, selected: event.target.checked })}
          />
        </label>
      </div>
      {editedSlices > 0 && (
        <p className="lc-warning">
          Edited by hand on {editedSlices} {editedSlices === 1 ? 'slice' : 'slices'}: the threshold does not
          change it there.{' '}
          <button type="button" className="lc-link" onClick={() => actions.discardEdits(method)}>
            Discard the edits
          </button>
        </p>
      )}
    </div>
  );
}
