import { readFileSync } from 'node:fs';

/** The version in package.json, which lies two folders above the built programs and above this source alike. */
export function appVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
