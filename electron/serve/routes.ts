import type { IncomingMessage, ServerResponse } from 'node:http';

import { SESSION_PATH, UPLOAD_NAME_HEADER, UPLOAD_PATH } from '../../shared/ipc/loopback.ts';
import { AppError, type ErrorCode, toErrorShape } from '../../shared/lang/app-error.ts';
import type { LaunchSession } from './launch-session.ts';
import type { StaticFiles } from './static-files.ts';
import type { Uploads } from './uploads.ts';

export interface Resources {
  readonly files: StaticFiles;
  readonly uploads: Uploads;
  readonly session: LaunchSession;
}

/** Answers a request that was let through. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  resources: Resources,
): Promise<void> {
  const { method, url = '' } = request;
  if (method === 'POST' && url === SESSION_PATH) return exchange(request, response, resources.session);
  if (method === 'PUT' && url === UPLOAD_PATH) return upload(request, response, resources.uploads);
  if (method === 'POST' || method === 'PUT') return sendError(response, 404, notFound(url));
  if (url === SESSION_PATH) {
    response.writeHead(204).end();
    return;
  }
  const file = await resources.files.read(url);
  if (file === undefined) return sendError(response, 404, notFound(url));
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length });
  response.end(method === 'HEAD' ? undefined : file.bytes);
}

/** Longest body of an exchange; a token has 43 characters. */
const MAX_TOKEN_BYTES = 256;

async function exchange(request: IncomingMessage, response: ServerResponse, session: LaunchSession): Promise<void> {
  let token = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    token += chunk.toString('latin1');
    if (token.length > MAX_TOKEN_BYTES) break;
  }
  const cookie = session.exchange(token);
  if (cookie !== undefined) response.writeHead(204, { 'Set-Cookie': cookie }).end();
  else sendError(response, 401, new AppError('not-allowed', 'The launch token is wrong or was used before.'));
}

async function upload(request: IncomingMessage, response: ServerResponse, uploads: Uploads): Promise<void> {
  const length = Number(request.headers['content-length']);
  try {
    const id = await uploads.receive(
      nameOf(request.headers[UPLOAD_NAME_HEADER]),
      Number.isSafeInteger(length) ? length : undefined,
      request,
    );
    sendJson(response, 200, { upload: id });
  } catch (error) {
    sendError(response, STATUS[toErrorShape(error).code] ?? 500, error);
  }
}

function nameOf(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''));
  } catch (cause) {
    throw new AppError('bad-request', `${UPLOAD_NAME_HEADER} is not percent-encoded.`, { cause });
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'bad-file': 413,
  unavailable: 503,
  'disk-full': 507,
};

const notFound = (path: string): AppError => new AppError('not-found', `There is no ${path.slice(0, 200)} here.`);

/** Answers with the error's shape and ends the connection, for its body may not have been read. */
export function sendError(response: ServerResponse, status: number, error: unknown): void {
  response.setHeader('Connection', 'close');
  sendJson(response, status, { error: toErrorShape(error) });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
