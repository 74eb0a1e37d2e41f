import { DependencyError } from "#kernel/errors";
import { requestTo, withinSpan } from "#kernel/sight/client-span";

/** Ten megabytes to the bucket's region, from a data centre far away. */
const DEADLINE_MS = 20_000;

const withDeadline = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/**
 * Calls R2 by its binding. Records a span, because the runtime records none.
 * @throws DependencyError if it fails or does not answer in time
 */
export const callR2 = <T>(method: string, name: string, call: () => Promise<T>): Promise<T> =>
  withinSpan(
    () => requestTo("r2", `https://r2/${name}`, method),
    () =>
      withDeadline(call()).catch((cause) => {
        throw new DependencyError("r2", cause);
      }),
  );
