import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built import child. Throws where it is not built. */
export function importChildPath(): string {
  const path = fileURLToPath(new URL('../../dist/electron/import-child.js', import.meta.url));
  if (!existsSync(path)) throw new Error(`${path} is not built. Run \`npm run build\` first; \`npm test\` does.`);
  return path;
}
