import { build } from './build.mjs';

/** Global setup of suites that start built programs, so that running one of them alone tests the sources as they are. */
export default () => build(['electron'], { log: () => undefined });
