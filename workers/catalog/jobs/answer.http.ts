import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { PRIVATE } from "#kernel/routes/etag";

/** Responds with a job that has begun, and where its progress is read. */
export const respondBegun = (answer: ReplayableAnswer) => {
  const { id } = JSON.parse(answer.body) as { id: string };
  return respondReplayable(answer, { ...PRIVATE, Location: `/v1/admin/jobs/${id}` });
};
