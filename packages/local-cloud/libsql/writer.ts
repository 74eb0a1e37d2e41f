/** The owner of a transaction, which can hold the lock. */
export interface Writer {
  /** Rolls the transaction back at once. Called when the writer loses the lock. */
  abort: () => void;
}

/**
 * Creates the only write lock of a database. Writers wait for it in a queue. A holder that exceeds the time
 * limit loses the lock and its transaction as soon as another writer waits.
 */
export const writeLock = (transactionMs: number) => {
  let holder: Writer | undefined;
  let heldSince = 0;
  let alarm: Timer | undefined;
  const queue: { writer: Writer; admit: () => void }[] = [];

  const grant = (writer: Writer | undefined) => {
    holder = writer;
    heldSince = performance.now();
    clearTimeout(alarm);
    alarm = undefined;
  };

  const admitNext = () => {
    const next = queue.shift();
    grant(next?.writer);
    next?.admit();
    if (queue.length > 0) watch();
  };

  const watch = () => {
    alarm ??= setTimeout(
      () => {
        holder?.abort();
        admitNext();
      },
      Math.max(0, heldSince + transactionMs - performance.now()),
    );
  };

  return {
    get held() {
      return holder !== undefined;
    },
    /** Resolves when the writer holds the lock. Returns undefined if the writer got it at once. */
    acquire(writer: Writer): Promise<void> | undefined {
      if (holder === writer) return undefined;
      if (!holder) {
        grant(writer);
        return undefined;
      }
      return new Promise((admit) => {
        queue.push({ writer, admit });
        watch();
      });
    },
    release(writer: Writer) {
      if (holder === writer) admitNext();
    },
    close: () => clearTimeout(alarm),
  };
};
