import './quality.css';
import type { ReactElement } from 'react';

import { formatPercent } from './format.ts';
import { QUALITY_STEPS, qualityStep, type QualityStep } from './quality-step.ts';

/** A figure followed by its swatch; an en dash where there is none. */
export function QualityFigure({ quality }: { quality: number | undefined }): ReactElement {
  if (quality === undefined) return <span className="t3">–</span>;
  return (
    <span className="qbar">
      {formatPercent(quality)}
      <i className="qswatch" style={{ background: `var(--q${qualityStep(quality)})` }} />
    </span>
  );
}

/** A sample of one step of the ramp, with its hatch. */
export function QualityKey({ step }: { step: QualityStep }): ReactElement {
  return (
    <svg width="12" height="12" aria-hidden="true">
      <rect width="12" height="12" style={{ fill: `var(--q${step})` }} />
      {step > 1 ? undefined : (
        <path
          d={step === 1 ? 'M-1 7L7 -1M5 13L13 5' : 'M-1 5L5 -1M-1 9L9 -1M-1 13L13 -1M3 13L13 3M7 13L13 7'}
          style={{ stroke: 'var(--q-hatch)', strokeWidth: 1.2 }}
        />
      )}
    </svg>
  );
}

/** Legend of the ramp: stands under every heatmap. */
export function QualityKeys(): ReactElement {
  return (
    <>
      {QUALITY_STEPS.map(({ step, label }) => (
        <span key={step} className="key">
          <QualityKey step={step} />
          {label}
        </span>
      ))}
    </>
  );
}
