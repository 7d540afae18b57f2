import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';

import type { Micros } from '../../shared/market/time.ts';
import type { ResultCurve } from '../../shared/trading/result-detail.ts';
import { useSettings } from '../state/services.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { formatChange, formatFixed } from '../ui/format.ts';
import { useSize } from '../ui/use-size.ts';
import { AXIS_WIDTH, type EquityUnit, paintEquity } from './equity-paint.ts';
import { axisOf, pointAt, timeAt } from './equity-scale.ts';

export interface EquityChartProps {
  /** The result shown, then those compared with it. */
  readonly curves: readonly ResultCurve[];
  readonly unit: EquityUnit;
  readonly zone: ZoneTime;
  readonly currency: string;
  /** A double click on a moment. */
  readonly onOpen: (time: Micros) => void;
}

/** Equity and drawdown over the sessions played, nights left out. */
export function EquityChart({ curves, unit, zone, currency, onOpen }: EquityChartProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const { theme, upDown } = useSettings();
  const axis = useMemo(() => axisOf(curves, zone), [curves, zone]);
  const [cursor, setCursor] = useState<number>();

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined || size.width === 0) return undefined;
    const ratio = window.devicePixelRatio || 1;
    element.width = size.width * ratio;
    element.height = size.height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // The theme is set on the root element by an effect of the frame, after this one.
    const drawing = requestAnimationFrame(() => {
      const style = getComputedStyle(document.documentElement);
      const color = (token: string): string => style.getPropertyValue(token).trim();
      paintEquity(context, size.width, size.height, { curves, axis, unit, cursor, color });
    });
    return () => cancelAnimationFrame(drawing);
  }, [size, curves, axis, unit, cursor, theme, upDown]);

  const timeUnder = (clientX: number): number | undefined => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const plot = size.width - AXIS_WIDTH - 12;
    return plot > 0 ? timeAt(axis, ((clientX - left - 6) / plot) * axis.length) : undefined;
  };
  return (
    <div
      ref={box}
      className="eq"
      onPointerMove={(event) => setCursor(timeUnder(event.clientX))}
      onPointerLeave={() => setCursor(undefined)}
      onDoubleClick={(event) => {
        const time = timeUnder(event.clientX);
        if (time !== undefined) onOpen(Math.round(time) as Micros);
      }}
    >
      <canvas ref={canvas} role="img" aria-label={summaryOf(curves, currency)} />
      {cursor === undefined ? undefined : (
        <p className="eqread">
          <span className="t2">{`${zone.shortDate(cursor as Micros)} ${zone.minutes(cursor as Micros)}`}</span>
          {curves.map((curve, index) => {
            const point = pointAt(curve, cursor);
            const equity = curve.equity[point];
            return equity === undefined ? undefined : (
              <span key={index} className={index === 0 ? 'accent' : 't2'}>
                {`${formatFixed(equity / 10_000, 2)} ${currency}, drawdown ${formatChange(curve.drawdown[point] ?? 0)}`}
              </span>
            );
          })}
        </p>
      )}
    </div>
  );
}

function summaryOf(curves: readonly ResultCurve[], currency: string): string {
  const spans = curves.flatMap(({ equity }) => {
    const [first, last] = [equity[0], equity.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [`from ${formatFixed(first / 10_000, 2)} to ${formatFixed(last / 10_000, 2)} ${currency}`];
  });
  return spans.length === 0 ? 'No equity' : `Equity ${spans.join(', compared with one ')}`;
}
