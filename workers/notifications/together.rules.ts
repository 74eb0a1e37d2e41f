/** Waits for all, so that a failure of one message does not keep the others from being sent. Throws the first. */
export const together = async (works: readonly Promise<unknown>[]): Promise<void> => {
  const ended = await Promise.allSettled(works);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
};

/** Returns a function that reads once, for all who ask. */
export const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
};
