import { AppError } from '../../../shared/lang/app-error.ts';

/** Whatever a foreign file makes DuckDB or a parser throw is that file's refusal; an AppError passes as it is. */
export function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (isDiskFull(error)) {
    const message = 'The disk was full while the file was read. Free some space and try again.';
    return new AppError('disk-full', message, { cause: error });
  }
  if (/out of memory|failed to allocate/i.test(text)) {
    const message =
      'Reading the file takes more memory than an import may use. Split it, or write it again as Parquet.';
    return new AppError('bad-file', message, { cause: error });
  }
  return new AppError('bad-file', `The file cannot be read: ${shortCause(error)}`, { cause: error });
}

/** Of Node's errors and DuckDB's. What unpacks a file throws it on: a full disk says nothing about the file. */
export function isDiskFull(error: unknown): boolean {
  return /no space left|disk quota/i.test(error instanceof Error ? error.message : String(error));
}

/** The first line of what was thrown, without paths: the staged copy's name means nothing to a person. */
export function shortCause(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '')
    .replace(/(["'])[^"']*[/\\][^"']*\1/g, 'the file')
    .replace(/(?:[A-Za-z]:)?[/\\][^\s"',)]+/g, 'the file')
    .slice(0, 160);
}
