import { onOrphaned } from "./ancestry";
import { reasonOf } from "./reason";

// Nothing here may import a package, because it runs before installation.

interface Open {
  exited: Promise<unknown>;
  stop(): Promise<void>;
}

/** Prints one sentence, and exits with code 1. */
export const fail = (err: unknown): never => {
  console.error(`\nThe shop could not start. ${reasonOf(err)}\n`);
  process.exit(1);
};

/**
 * Keeps a shop open until Ctrl-C, or until its starter or its Workers end. Then stops everything it
 * started, also if it is only partly started.
 */
export const keepOpen = async <T extends Open>(starting: Promise<T>, onOpen: (shop: T) => void) => {
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const started = await starting.catch(() => undefined);
    await started?.stop();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));
  onOrphaned(() => {
    console.log("The process that started the shop has ended, so the shop ends.");
    void end(0);
  });

  const shop = await starting.catch((err) => (ending ? undefined : fail(err)));
  if (!shop || ending) return;
  try {
    onOpen(shop);
  } catch (err) {
    await shop.stop();
    fail(err);
  }
  await shop.exited;
  await end(1);
};
