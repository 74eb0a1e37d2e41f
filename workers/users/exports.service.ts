import { dataExported } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "./announcement";
import type { ExportsStore } from "./exports.store";
import type { SessionsService } from "./sessions.service";

interface Tools {
  store: ExportsStore;
  sessions: Pick<SessionsService, "demandRecent">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** Exports of personal data, which the gateway gathers. */
export const exportsService = ({ store, sessions, outbox, clock }: Tools) => ({
  /**
   * Permits an export to a session that has begun within ten minutes. Its audit row and its mail are
   * committed before any data is read, so that no export leaves without them.
   * @throws 401 `unauthenticated` when the session has ended, 401 `step_up_required` when it is older
   */
  async begin(userId: string, sessionId: string): Promise<void> {
    await sessions.demandRecent({ userId, sessionId });
    const nowMs = clock.now();
    const events = [aboutUser(dataExported, { userId }, nowMs)];
    if (!(await store.begin({ userId, sessionId, events, nowMs })))
      throw new AppError("unauthenticated");
    outbox.kick(events);
  },
});
