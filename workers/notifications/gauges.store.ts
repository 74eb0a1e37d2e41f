import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { messages } from "#db/notifications/schema";
import { countGauges } from "#kernel/sight/count-gauges";

/** Counts mails for the metrics. A parked mail without a recipient, or to a suppressed address, waits for nothing. */
export const gaugesStore = ({ db }: { db: Database }) => ({
  gauges: () =>
    countGauges(db, [
      { name: "bodega_mails_pending", rows: sql`${messages} where state = 'pending'` },
      {
        name: "bodega_mails_parked",
        rows: sql`${messages} where state = 'parked' and reason not in ('no_recipient', 'suppressed')`,
      },
    ]),
});
