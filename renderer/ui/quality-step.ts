/** Step of the quality ramp, 0 worst to 6 whole. Steps 0 and 1 carry a hatch besides, so that colour is not alone. */
export type QualityStep = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const QUALITY_STEPS: readonly { readonly step: QualityStep; readonly label: string }[] = [
  { step: 6, label: '100' },
  { step: 5, label: '99' },
  { step: 4, label: '95' },
  { step: 3, label: '90' },
  { step: 2, label: '80' },
  { step: 1, label: '65' },
  { step: 0, label: 'below 65 %' },
];

/** `quality` in percent; 99.95 and more shows as 100.0 and counts as whole. */
export function qualityStep(quality: number): QualityStep {
  if (quality >= 99.95) return 6;
  if (quality >= 99) return 5;
  if (quality >= 95) return 4;
  if (quality >= 90) return 3;
  if (quality >= 80) return 2;
  return quality >= 65 ? 1 : 0;
}
