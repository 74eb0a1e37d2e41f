import { dataExported } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "#users/account-events.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { SessionsService } from "#users/sessions/sessions.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import type { Bucket } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { ExportsStore } from "./exports.store";

interface Tools {
  store: ExportsStore;
  sessions: Pick<SessionsService, "demandRecent">;
  throttle: Pick<ThrottleService, "take">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

const exportBuckets = (userId: string): readonly Bucket[] => [
  { limit: "export", of: userId },
  ...mailBuckets([], userId),
];

/** Exports of personal data, which the gateway gathers. */
export const exportsService = ({ store, sessions, throttle, outbox, clock }: Tools) => ({
  /**
   * Permits an export to a session that has begun within ten minutes. Its audit row and its mail are
   * committed before any data is read, so that no export leaves without them.
   * Returns the headers of the count for the answer. It is counted after the session was checked, so that
   * a token whose session has ended uses up nothing.
   * @throws 401 `unauthenticated` when the session has ended, 401 `step_up_required` when it is older; 429
   * `rate_limited`
   */
  async begin(userId: string, sessionId: string): Promise<Record<string, string>> {
    await sessions.demandRecent({ userId, sessionId });
    const { headers } = await throttle.take(exportBuckets(userId), async () =>
      log.info("export.throttled", { userId }),
    );
    const nowMs = clock.now();
    const events = [aboutUser(dataExported, { userId }, nowMs)];
    const outcome = await store.begin({ userId, sessionId, events, nowMs });
    requireCommitted(outcome, { session_ended: "unauthenticated" });
    outbox.kick(events);
    return headers;
  },
});
