import { CrosshairMode, LineStyle, type ChartOptions, type DeepPartial, type Time } from 'lightweight-charts';

import { micros, MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import type { ChartColours } from './chart-colours.ts';
import { VOLUME_BAND } from './tape-series.ts';

/** Bars of empty space right of the newest one. */
export const RIGHT_OFFSET = 4;

export interface ChartLook {
  readonly colours: ChartColours;
  readonly zone: ZoneTime;
  /** Interval of the shown bars, in seconds. */
  readonly step: number;
}

/** Options of the chart library for the tokens, the zone and the interval. The library's own logo would need a style element that the
 * content security policy forbids: the panel shows the attribution instead. */
export function chartOptions({ colours, zone, step }: ChartLook): DeepPartial<ChartOptions> {
  return {
    layout: {
      background: { color: colours.ground },
      textColor: colours.text3,
      fontFamily: colours.fontUi,
      fontSize: 11,
      attributionLogo: false,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.grid },
    },
    grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.cross, style: LineStyle.Dashed, width: 1, labelBackgroundColor: colours.tag },
      horzLine: { color: colours.cross, style: LineStyle.Dashed, width: 1, labelBackgroundColor: colours.tag },
    },
    rightPriceScale: {
      borderColor: colours.line,
      minimumWidth: 54,
      entireTextOnly: true,
      scaleMargins: { top: 0.02, bottom: VOLUME_BAND + 0.05 },
    },
    timeScale: {
      borderColor: colours.line,
      minimumHeight: 20,
      rightOffset: RIGHT_OFFSET,
      minBarSpacing: 0.2,
      timeVisible: step < 86_400,
      secondsVisible: step < 60,
    },
    localization: {
      timeFormatter: (time: Time) => {
        const at = micros((time as number) * MICROS_PER_SECOND);
        if (step >= 86_400) return zone.longDate(at);
        return `${zone.shortDate(at)} ${step % 60 === 0 ? zone.minutes(at) : zone.seconds(at)}`;
      },
    },
    kineticScroll: { mouse: false, touch: false },
    handleScale: { axisDoubleClickReset: true },
  };
}
