import type { User } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { appErrorIn, DependencyError } from "#kernel/errors";
import { PRIVATE } from "#kernel/etag";
import { BINDINGS } from "./bindings.rules";
import type { Binding, Services } from "./env";

interface Tools {
  services: Services;
  admit: Admission;
  clock: Clock;
}

const HEADERS = {
  ...PRIVATE,
  "Content-Disposition": 'attachment; filename="personal-data.json"',
};

/**
 * Answers with what every Worker keeps about the one who asks, in one document. The users Worker permits
 * and records it first. When one Worker does not answer there is no document, because a part would pass
 * for the whole.
 * @throws 401 `unauthenticated`, 401 `step_up_required`, 429 `rate_limited`, 503 `dependency_unavailable`
 */
export const personalExport = ({ services, admit, clock }: Tools) => {
  const ask = <T>(binding: Binding, work: (service: Services[Binding]) => Promise<T>) =>
    work(services[binding]).catch((err: unknown) => {
      throw new DependencyError(binding.toLowerCase(), err);
    });

  const begin = ({ userId, sessionId }: User) =>
    services.USERS.beginExport(userId, sessionId, currentTrace()).catch((err: unknown) => {
      throw appErrorIn(err) ?? new DependencyError("users", err);
    });

  const gathered = async ({ userId }: User): Promise<Record<string, unknown>> => {
    const trace = currentTrace();
    const parts = BINDINGS.map((binding) =>
      ask(binding, (service) => service.personalData(userId, trace)),
    );
    return Object.assign({}, ...(await Promise.all(parts)));
  };

  return (user: User): Promise<Response> =>
    admit(async () => {
      const counted = await begin(user);
      const exportedAt = new Date(clock.now()).toISOString();
      const headers = { ...HEADERS, ...counted };
      return Response.json({ exportedAt, ...(await gathered(user)) }, { headers });
    });
};
