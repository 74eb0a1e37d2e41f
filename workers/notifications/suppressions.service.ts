import type { MailKind } from "#contract/notifications";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url } from "#kernel/encoding";
import { refusalLog } from "#kernel/failure";
import type { MailReport, MailReports, ReportHeaders } from "./mail.port";
import { mailKeyOf, messageIdIn } from "./message.rules";
import type { MessageEvents } from "./message-events.rules";
import type { ReportsStore } from "./reports.store";
import { isRequired } from "./required-mails.rules";
import type { SuppressionsStore } from "./suppressions.store";

/** How long an address is suppressed after the last report. A mailbox may have a new owner later. */
const SUPPRESSED_MS = 180 * 24 * 60 * 60 * 1000;

interface Dependencies {
  store: SuppressionsStore;
  messages: ReportsStore;
  events: MessageEvents;
  reports: MailReports;
  /** The key of the digests. */
  secret: string;
  clock: Clock;
}

/** Suppresses mails to addresses that bounced or complained, except required ones. */
export const suppressionsService = (deps: Dependencies) => {
  const { store, messages, events, reports, secret, clock } = deps;
  const logRefusal = refusalLog("webhook.refused", clock);
  const digestOf = (address: string) => hmacBase64Url(secret, `mailbox:${address.toLowerCase()}`);

  const read = async (body: string, headers: ReportHeaders) => {
    try {
      return await reports.read(body, headers);
    } catch (err) {
      logRefusal(err);
      throw err;
    }
  };

  /**
   * Returns the mail of a report. By its key, because a report may come before the provider's id is stored. A mail that
   * was sent again since has another key.
   */
  const mailOf = async (key: string | undefined, ref: string) => {
    if (key === undefined) return messages.byProviderRef(ref);
    const row = await messages.byId(messageIdIn(key));
    return row && mailKeyOf(row) === key ? row : undefined;
  };

  /** Records on the mail itself that it did not arrive. */
  const recordBounce = async ({ ref, key, outcome }: MailReport) => {
    if (outcome !== "bounced" || ref === undefined) return;
    const row = await mailOf(key, ref);
    if (!row) return;
    await messages.report(
      {
        ...{ messageId: row.id, generation: row.generation, providerRef: ref },
        ...{ outcome: "undelivered", outcomeCode: outcome, nowMs: clock.now() },
      },
      [events.failed(row, outcome)],
    );
  };

  const record = async (report: MailReport) => {
    const { outcome, address, atMs: reportedAt } = report;
    await recordBounce(report);
    const digest = await digestOf(address);
    if (outcome === "delivered") return store.endBounce(digest, reportedAt);
    return store.suppress({ digest, reason: outcome, reportedAt });
  };

  return {
    /**
     * Handles a report of the mail provider. Safe to repeat.
     * @throws 400 `signature_invalid`
     */
    async handle(body: string, headers: ReportHeaders) {
      const report = await read(body, headers);
      if (report) await record(report);
    },

    /** Returns why an address gets no mails that are not required; undefined if it gets them. */
    ofAddress: async (address: string) => store.find(await digestOf(address)),

    /** Whether a mail of this kind must not be sent to the address. */
    isSuppressed: async (kind: MailKind, address: string) =>
      !isRequired(kind) && (await store.find(await digestOf(address))) !== undefined,

    /** Ends old suppressions. */
    sweep: async () => ({ suppressionsPruned: await store.prune(clock.now() - SUPPRESSED_MS) }),
  };
};
export type SuppressionsService = ReturnType<typeof suppressionsService>;
