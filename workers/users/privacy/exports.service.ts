import { dataExported } from "#events/users";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import { aboutUser } from "#users/account-events.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { SessionsService } from "#users/sessions/sessions.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import type { Bucket } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { ExportsStore } from "./exports.store";

interface Dependencies {
  store: ExportsStore;
  sessions: Pick<SessionsService, "requireStepUp">;
  throttle: Pick<ThrottleService, "take">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

const exportBuckets = (userId: string): readonly Bucket[] => [
  { limit: "export", of: userId },
  ...mailBuckets([], userId),
];

/** Permits exports of personal data, which the gateway then collects from the Workers. */
export const exportsService = ({ store, sessions, throttle, outbox, clock }: Dependencies) => ({
  /**
   * Permits an export if the session began within ten minutes, and returns rate-limit headers. The audit
   * entry and the event that mails the owner are committed before any data is read. The session is checked
   * before the export is counted, so that an access token of an ended session uses up no exports.
   * @throws 401 `unauthenticated` when the session has ended, 401 `step_up_required` when the session is
   * older; 429 `rate_limited`
   */
  async begin(userId: string, sessionId: string): Promise<Record<string, string>> {
    await sessions.requireStepUp({ userId, sessionId });
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
