/** A holder of the lock whose transaction can be rolled back. */
export interface Writer {
  /** Called when the lock is taken away: the transaction must be rolled back at once. */
  abort: () => void;
}

/**
 * The only write lock of a database. Writers queue for it. A holder that exceeds the limit of a
 * transaction loses the lock and the transaction as soon as another writer waits.
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
    /** Resolves when the writer holds the lock; at once when it is free. */
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
