import { channelOf } from "#contract/notifications";
import type { MessageRow } from "#workers/notifications/messages.store";
import type { StaffNotification } from "./notifications.api";

const isLost = ({ outcome }: MessageRow) => outcome === "undelivered" || outcome === "failed";

const statusOf = (row: MessageRow): StaffNotification["status"] => {
  if (row.state === "pending") return "waiting";
  if (row.state === "parked") return "parked";
  return isLost(row) ? "failed" : "sent";
};

/** Returns whether staff may have a message sent again. */
export const maySendAgain = (row: MessageRow) => row.state === "parked" || isLost(row);

/** Returns a message as staff see it. */
export const notificationOf = (row: MessageRow): StaffNotification => ({
  id: row.id,
  channel: channelOf(row.kind),
  kind: row.kind,
  status: statusOf(row),
  reason: row.state === "parked" ? row.reason : isLost(row) ? row.outcomeCode : null,
  orderId: row.orderId,
  userId: row.userId,
  attempts: row.tries,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
