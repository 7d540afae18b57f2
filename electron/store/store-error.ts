import { AppError } from '../../shared/lang/app-error.ts';
import { hasCode } from './fs-port.ts';

/** Turns what the system or DuckDB threw into a failure a person can act on; an AppError passes as it is. `doing` completes "While ...", `elsewhere`
 * "Give write access to it or ...". */
export function storeError(
  error: unknown,
  doing: string,
  dataDir: string,
  elsewhere = 'choose another folder with --data',
): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (hasCode(error, 'ENOSPC', 'EDQUOT') || /no space left on device|disk quota exceeded/i.test(text)) {
    const message = `The disk that holds ${dataDir} was full while ${doing}. Nothing was changed; free some space and try again.`;
    return new AppError('disk-full', message, { cause: error, details: { dataDir } });
  }
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS') || /permission denied|read-only file system/i.test(text)) {
    const message = `${dataDir} cannot be written (${text}) while ${doing}. Give write access to it or ${elsewhere}.`;
    return new AppError('store-read-only', message, { cause: error, details: { dataDir } });
  }
  if (/INTERRUPT/i.test(text)) return new AppError('cancelled', `It was stopped while ${doing}. Nothing was changed.`);
  return new AppError('internal', `It failed while ${doing}: ${text}`, { cause: error });
}
