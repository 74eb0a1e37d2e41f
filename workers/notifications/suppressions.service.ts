import type { MessageKind } from "#contract/notifications";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url } from "#kernel/encoding";
import { refusalLog } from "#kernel/failure";
import type { MailReport, MailReports, ReportHeaders } from "./mail.port";
import { isRequired } from "./required-mails.rules";
import type { SuppressionsStore } from "./suppressions.store";

/** How long an address is suppressed after the last report. A mailbox may have a new owner later. */
const SUPPRESSED_MS = 180 * 24 * 60 * 60 * 1000;

interface Dependencies {
  store: SuppressionsStore;
  reports: MailReports;
  /** The key of the digests. */
  secret: string;
  clock: Clock;
}

/** Suppresses mails to addresses that bounced or complained, except required ones. */
export const suppressionsService = ({ store, reports, secret, clock }: Dependencies) => {
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

  const record = async ({ outcome, address, atMs: reportedAt }: MailReport) => {
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
    isSuppressed: async (kind: MessageKind, address: string) =>
      !isRequired(kind) && (await store.find(await digestOf(address))) !== undefined,

    /** Ends old suppressions. */
    sweep: async () => ({ suppressionsPruned: await store.prune(clock.now() - SUPPRESSED_MS) }),
  };
};
export type SuppressionsService = ReturnType<typeof suppressionsService>;
