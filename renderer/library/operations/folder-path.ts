/** The folder that a person chose, by the path of one of its files and by that file's path inside of it, which begins with the folder's name and
 * has `/` between its parts on every platform. */
export function folderPath(path: string, inside: string): string {
  const below = inside.split('/').length - 1;
  return path
    .split(/(?=[/\\])/)
    .slice(0, below === 0 ? undefined : -below)
    .join('');
}
