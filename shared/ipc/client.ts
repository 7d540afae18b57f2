import type { BackendEvents, EventName, RequestArgs, RequestName, RequestResults } from './contract.ts';

/** The whole remote link as the window sees it; each transport makes one. */
export interface BackendClient {
  /** Rejects with an AppError whose code and message come from the backend. */
  request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<RequestResults[Name]>;
  /** Returns a function that stops listening. */
  on<Name extends EventName>(name: Name, listener: (event: BackendEvents[Name]) => void): () => void;
}
