import { forkChild, type ChildLike, type StartChild } from '../../electron/store/import/import-process.ts';

/** Import children that outlive their importer, since starting one takes longer than importing a small file. Of use where no child has to be killed. */
export class KeptChildren {
  readonly #fork: StartChild;
  readonly #all: KeptChild[] = [];

  constructor(childPath: string) {
    this.#fork = forkChild(childPath);
  }

  readonly start: StartChild = () => {
    let child = this.#all.find(({ isFree }) => isFree);
    if (child === undefined) this.#all.push((child = new KeptChild(this.#fork())));
    return child.take();
  };

  close(): void {
    for (const child of this.#all) child.end();
  }
}

class KeptChild {
  readonly #child: ChildLike;
  #listener: Parameters<ChildLike['onMessage']>[0] = () => undefined;
  isFree = true;

  constructor(child: ChildLike) {
    this.#child = child;
    child.onMessage((reply) => this.#listener(reply));
  }

  take(): ChildLike {
    this.isFree = false;
    return {
      send: (message) => this.#child.send(message),
      onMessage: (listener) => (this.#listener = listener),
      onExit: (listener) => this.#child.onExit(listener),
      kill: () => {
        this.isFree = true;
        this.#listener = () => undefined;
      },
    };
  }

  end(): void {
    this.#child.kill();
  }
}
