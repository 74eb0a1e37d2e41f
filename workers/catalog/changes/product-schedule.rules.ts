import type { AdminProduct } from "#catalog/admin-products.contract";
import type { FieldError } from "#kernel/errors";

/** Status and times of a product, in epoch milliseconds. */
export interface Schedule {
  status: AdminProduct["status"];
  publishAt: number | null;
  unpublishAt: number | null;
}

/** The members of a request that change the schedule. */
export interface ScheduleRequest {
  status?: AdminProduct["status"] | undefined;
  publishAt?: string | null | undefined;
  unpublishAt?: string | null | undefined;
}

const atMs = (time: string | null) => (time === null ? null : Date.parse(time));

/** Returns the schedule after a request. Publishing by hand ends a planned publication. */
export const nextSchedule = (
  { status, publishAt, unpublishAt }: ScheduleRequest,
  current: Schedule,
): Schedule => {
  const next = status ?? current.status;
  const planned = status === "published" ? null : current.publishAt;
  return {
    status: next,
    publishAt: publishAt === undefined ? planned : atMs(publishAt),
    unpublishAt: unpublishAt === undefined ? current.unpublishAt : atMs(unpublishAt),
  };
};

/** Returns what contradicts itself in a schedule. */
export const scheduleErrors = ({ status, publishAt, unpublishAt }: Schedule): FieldError[] => {
  const errors: FieldError[] = [];
  if (publishAt !== null && status === "published")
    errors.push({
      pointer: "/publishAt",
      code: "already_published",
      message: "Must be null, because the product is published.",
    });
  if (publishAt !== null && unpublishAt !== null && unpublishAt <= publishAt)
    errors.push({
      pointer: "/unpublishAt",
      code: "before_publication",
      message: "Must be after publishAt.",
    });
  return errors;
};

/** Whether shoppers see the product, now or by its schedule. */
const isOrWillBePublic = ({ status, publishAt }: Schedule) =>
  status === "published" || publishAt !== null;

interface Sold {
  variants: readonly { prices: readonly unknown[] }[];
}

/** Returns an error for a product that shoppers would see and cannot buy, because it has no price. */
export const unsellableErrors = (schedule: Schedule, { variants }: Sold): FieldError[] => {
  if (!isOrWillBePublic(schedule)) return [];
  const pointer = "/status";
  if (variants.some(({ prices }) => prices.length > 0)) return [];
  const message = "A product needs a variant with a price before it is published.";
  return [{ pointer, code: "not_sellable", message }];
};
