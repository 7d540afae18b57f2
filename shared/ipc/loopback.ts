/** Paths of the loopback server, for the server and the page it serves. */

/** POST the launch token for the session cookie; GET tells whether the cookie is good (204) or not (401). */
export const SESSION_PATH = '/session';
/** WebSocket of the contract: one binary message a request, an answer or an event. */
export const SOCKET_PATH = '/ipc';
/** PUT a file's bytes, its name percent-encoded in {@link UPLOAD_NAME_HEADER}; answers `{ "upload": id }`. */
export const UPLOAD_PATH = '/upload';
export const UPLOAD_NAME_HEADER = 'x-tapedeck-name';

/** The address' fragment that carries the launch token: `#token=...`. */
export const TOKEN_FRAGMENT = 'token';

/** WebSocket close code of a backend that ended and is being started again. */
export const CLOSE_BACKEND_RESTARTING = 4001;
/** WebSocket close code of a window that left more unread than the server holds for it. */
export const CLOSE_TOO_SLOW = 4002;
