import { type RequestName, requestSchemas } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';

export interface Request {
  readonly id: number;
  readonly name: RequestName;
  readonly args: unknown;
}

/** Reads a decoded message as a request of the contract; its arguments are still to be validated. Throws `bad-request`. */
export function readRequest(message: unknown): Request {
  if (typeof message !== 'object' || message === null)
    throw new AppError('bad-request', 'A message must be an object.');
  const { id, name, args, ...others } = message as Record<string, unknown>;
  const [stray] = Object.keys(others);
  if (stray !== undefined) throw new AppError('bad-request', `A message has no field ${JSON.stringify(stray)}.`);
  if (!Number.isSafeInteger(id) || (id as number) < 1) {
    throw new AppError('bad-request', 'A message needs an id: a whole number from 1.');
  }
  if (typeof name !== 'string' || !Object.hasOwn(requestSchemas, name)) {
    const given = typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `a ${typeof name}`;
    throw new AppError('bad-request', `${given} is no request of the contract.`);
  }
  return { id: id as number, name: name as RequestName, args };
}
