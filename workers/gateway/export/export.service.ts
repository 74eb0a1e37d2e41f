import { BINDINGS } from "#gateway/bindings.rules";
import type { Services } from "#gateway/env";
import type { User } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, appErrorIn } from "#kernel/errors";

interface Dependencies {
  services: Services;
  admit: Admission;
  clock: Clock;
}

/**
 * Returns the error of a failed call. A Worker reports a dependency that is down by its own code.
 * Anything else is a bug or an unreachable Worker: its cause is kept for the log, and no dependency is
 * named.
 */
const failureOf = (cause: unknown) =>
  appErrorIn(cause) ??
  new AppError(
    "dependency_unavailable",
    "The export is incomplete. Please try again in a moment.",
    {
      headers: { "Retry-After": "1" },
      cause,
    },
  );

const orFail = <T>(call: Promise<T>): Promise<T> =>
  call.catch((err: unknown) => {
    throw failureOf(err);
  });

/**
 * Collects everything that all Workers store about a person, in one document. The users Worker permits
 * and records the export first. Fails if one Worker does not answer, because an incomplete export would
 * look complete.
 * @throws 401 `unauthenticated`, 401 `step_up_required`, 429 `rate_limited`, 503
 * `dependency_unavailable`
 */
export const personalExport = ({ services, admit, clock }: Dependencies) => {
  const collect = async (userId: string): Promise<Record<string, unknown>> => {
    const trace = currentTrace();
    const parts = BINDINGS.map((binding) => orFail(services[binding].personalData(userId, trace)));
    return Object.assign({}, ...(await Promise.all(parts)));
  };

  return ({ userId, sessionId }: User) =>
    admit(async () => {
      const trace = currentTrace();
      const rateHeaders = await orFail(services.USERS.beginExport(userId, sessionId, trace));
      const exportedAt = new Date(clock.now()).toISOString();
      return { document: { exportedAt, ...(await collect(userId)) }, rateHeaders };
    });
};
export type PersonalExport = ReturnType<typeof personalExport>;
