import './export-dialog.css';
import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import { toErrorShape } from '../../../shared/lang/app-error.ts';
import { parseSessionDate } from '../../../shared/market/time.ts';
import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices } from '../../state/services.ts';
import { zoneTime } from '../../state/zone-time.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { gridOf } from '../catalogue/catalogue-rows.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';

const FORMATS = [
  { value: 'parquet', label: 'Parquet' },
  { value: 'csv', label: 'CSV' },
  { value: 'arrow', label: 'Arrow' },
  { value: 'freqtrade', label: 'freqtrade' },
] as const;
type Format = (typeof FORMATS)[number]['value'];
const DERIVED = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];

/** Writes the selected series, or bars derived from it, to a file of the downloads folder. */
export function ExportDialog({ store }: { store: CatalogueStore }): ReactElement {
  const { series, selectedId, isExporting } = useStore(store);
  const selected = series?.find(({ id }) => id === selectedId);
  return isExporting && selected !== undefined ? (
    <OpenExportDialog key={selected.id} store={store} series={selected} />
  ) : (
    <></>
  );
}

function OpenExportDialog({ store, series }: { store: CatalogueStore; series: SeriesSummary }): ReactElement {
  const { client } = useServices();
  const zone = zoneTime(series.timeZone);
  const [format, setFormat] = useState<Format>('parquet');
  const [interval, setInterval] = useState(series.interval as string | undefined);
  const [from, setFrom] = useState(zone.date(series.from));
  const [to, setTo] = useState(zone.date(series.to));
  const [failure, setFailure] = useState<string>();
  const close = (): void => store.getState().setExporting(false);
  const isOrdered = parseSessionDate(from) !== undefined && parseSessionDate(to) !== undefined && from <= to;
  // freqtrade keeps bars only.
  const formats = series.kind === 'bars' ? FORMATS : FORMATS.filter(({ value }) => value !== 'freqtrade');
  const intervals = [
    ...new Set([series.interval ?? '', ...DERIVED.filter((one) => one !== '1m' || series.interval === '1s')]),
  ];

  const start = async (): Promise<void> => {
    try {
      await client.request('export.start', {
        seriesId: series.id,
        format,
        from,
        to,
        ...(interval === undefined ? {} : { interval }),
      });
      close();
    } catch (error) {
      setFailure(toErrorShape(error).message);
    }
  };
  return (
    <Dialog
      title="Export"
      className="exporting"
      facts={`${series.symbol} ${series.kind} ${gridOf(series)}, ${series.source}`}
      footer={
        <>
          <span className="grow" />
          <Button size="l" onClick={close}>
            Cancel
          </Button>
          <Button size="l" variant="primary" disabled={!isOrdered} onClick={() => void start()}>
            Export to Downloads
          </Button>
        </>
      }
      onClose={close}
    >
      {failure === undefined ? undefined : <Note tone="bad">{failure}</Note>}
      <div className="form">
        <span>Format</span>
        <Segmented label="Format" value={format} options={formats} onChange={setFormat} />
        {interval === undefined ? undefined : (
          <>
            <span>Interval</span>
            <span>
              <Select
                label="Interval"
                value={interval}
                options={intervals.map((value) => ({
                  value,
                  label: value === series.interval ? `${value}, as stored` : `${value}, derived`,
                }))}
                onChange={setInterval}
              />
            </span>
          </>
        )}
        <span>Dates</span>
        <span className="line">
          <DateField label="From" value={from} onChange={setFrom} />
          <DateField label="To" value={to} onChange={setTo} />
        </span>
      </div>
    </Dialog>
  );
}
