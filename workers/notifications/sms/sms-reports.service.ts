import type { Clock } from "#kernel/clock";
import { refusalLog } from "#kernel/failure";
import type { MessageEvents } from "#workers/notifications/message-events.rules";
import type { MessagesStore } from "#workers/notifications/messages.store";
import type { ReportsStore } from "#workers/notifications/reports.store";
import type { OptOutsService } from "./opt-outs.service";
import type { SignedRequest, SmsReport, SmsReports } from "./sms.port";

interface Dependencies {
  reports: SmsReports;
  store: Pick<MessagesStore, "find">;
  reportsStore: ReportsStore;
  optOuts: OptOutsService;
  events: MessageEvents;
  clock: Clock;
}

type AboutMessage = Extract<SmsReport, { about: "message" }>;

/** Handles the reports of the SMS provider. They may come twice, late and out of order. */
export const smsReportsService = (deps: Dependencies) => {
  const { reports, store, reportsStore, optOuts, events, clock } = deps;
  const logRefusal = refusalLog("webhook.refused", clock);

  const read = async (request: SignedRequest) => {
    try {
      return await reports.read(request);
    } catch (err) {
      logRefusal(err);
      throw err;
    }
  };

  const record = async ({ outcome, code: outcomeCode, ...report }: AboutMessage) => {
    const row = await store.find(report.messageId);
    if (!row) return;
    const isLost = outcome === "undelivered" || outcome === "failed";
    const failed = isLost
      ? [events.failed(row, outcomeCode ? `twilio_${outcomeCode}` : outcome)]
      : [];
    await reportsStore.report({ ...report, outcome, outcomeCode, nowMs: clock.now() }, failed);
  };

  return {
    /** @throws 400 `signature_invalid` */
    async handle(request: SignedRequest) {
      const report = await read(request);
      if (report?.about === "message") await record(report);
      if (report?.about === "phone") await optOuts.handle(report);
    },
  };
};
export type SmsReportsService = ReturnType<typeof smsReportsService>;
