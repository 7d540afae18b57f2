/** Looks on while a run plays and can stop it at the very event. It changes nothing of the run. */
export interface EventWatch {
  /** After an event, the fills it caused and everybody who hears it: true stops the engine before the next one. */
  marketEvent(stream: number, row: number): boolean;
  /** After what was due at the end of an instant or of a session: true stops the engine there. */
  instantEnded(): boolean;
}
