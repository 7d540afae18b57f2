import { build } from './build.mjs';

/** Global setup of the end-to-end tests: the programs and the window as the sources are. */
export default () => build(['electron', 'renderer'], { log: () => undefined });
