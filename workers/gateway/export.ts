import type { User } from "#kernel/actor";
import type { Admission } from "#kernel/admission";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";
import { PRIVATE } from "#kernel/etag";
import { BINDINGS } from "./bindings";
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
 * What every Worker keeps about whoever asks, in one document, for a session that goes on right now.
 * When one Worker does not answer there is no document, because a part would pass for the whole.
 * @throws 401 `unauthenticated`, 503 `dependency_unavailable`
 */
export const personalExport = ({ services, admit, clock }: Tools) => {
  const ask = <T>(binding: Binding, work: (service: Services[Binding]) => Promise<T>) =>
    work(services[binding]).catch((err: unknown) => {
      throw new DependencyError(binding.toLowerCase(), err);
    });

  const isLive = ({ userId, sessionId }: User) =>
    ask("USERS", () => services.USERS.isLive(userId, sessionId, currentTrace()));

  const gathered = async ({ userId }: User): Promise<Record<string, unknown>> => {
    const trace = currentTrace();
    const parts = BINDINGS.map((binding) =>
      ask(binding, (service) => service.personalData(userId, trace)),
    );
    return Object.assign({}, ...(await Promise.all(parts)));
  };

  return (user: User): Promise<Response> =>
    admit(async () => {
      if (!(await isLive(user))) throw new AppError("unauthenticated");
      const exportedAt = new Date(clock.now()).toISOString();
      return Response.json({ exportedAt, ...(await gathered(user)) }, { headers: HEADERS });
    });
};
