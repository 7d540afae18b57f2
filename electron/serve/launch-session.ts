import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One launch of the server: a token of 256 bits that can be exchanged once for a cookie of 256 bits. */
export class LaunchSession {
  readonly token = secret();
  readonly #cookieName: string;
  readonly #cookieValue = secret();
  #isExchanged = false;

  /** Cookies are shared by all ports of a host, so the name carries the port. */
  constructor(port: number) {
    this.#cookieName = `tapedeck-${port}`;
  }

  /** `Set-Cookie` for the right token the first time, afterwards and for any other token `undefined`. */
  exchange(token: string): string | undefined {
    if (!isEqual(token, this.token) || this.#isExchanged) return undefined;
    this.#isExchanged = true;
    return `${this.#cookieName}=${this.#cookieValue}; HttpOnly; SameSite=Strict; Path=/`;
  }

  isSession(cookieHeader: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`;
    const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.some(
      (cookie) => cookie.startsWith(prefix) && isEqual(cookie.slice(prefix.length), this.#cookieValue),
    );
  }
}

const secret = (): string => randomBytes(32).toString('base64url');

/** Compares digests, so that neither content nor length of the secret shows in the time taken. */
function isEqual(given: string, secretText: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secretText));
}
