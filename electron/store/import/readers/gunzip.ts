import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { AppError } from '../../../../shared/lang/app-error.ts';
import { isDiskFull } from '../refusal.ts';

/** A file may unpack to this; more is taken for an attack. */
export const MAX_UNPACKED_BYTES = 64 * 1024 ** 3;

/** Unpacks a gzip file in constant memory. */
export async function gunzip(from: string, to: string): Promise<void> {
  try {
    await pipeline(
      createReadStream(from),
      createGunzip(),
      sizeLimit(),
      createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    );
  } catch (cause) {
    if (cause instanceof AppError || isDiskFull(cause)) throw cause;
    throw new AppError('bad-file', 'The gzip file is damaged or cut short. Copy it again from where it came from.', {
      cause,
    });
  }
}

/** Fails a stream that grows beyond what a file may unpack to. */
function sizeLimit(): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > MAX_UNPACKED_BYTES)
        done(new AppError('bad-file', `The file unpacks to more than ${MAX_UNPACKED_BYTES / 1024 ** 3} GB. Split it.`));
      else done(null, chunk);
    },
  });
}
