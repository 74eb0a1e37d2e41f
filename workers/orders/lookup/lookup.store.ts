import { eq, sql } from "drizzle-orm";
import { type Database, rowsChanged } from "#db/client";
import { orders, orderTerms, outbox } from "#db/orders/schema";
import { type Envelope, flowOf, messagesOf } from "#kernel/events/events";
import { firstDueAt } from "#kernel/events/outbox";
import { databaseNowMs } from "#kernel/sql";

/** An order gets at most one mail in this time. */
const MAIL_EVERY_MS = 15 * 60 * 1000;
/** A mailbox gets at most this many mails about its orders in an hour. */
export const MAILS_PER_HOUR = 5;
const HOUR_MS = 60 * 60 * 1000;

interface LookupMail {
  envelope: Envelope;
  /** The search term of the mailbox, by which its orders are found. */
  mailbox: string;
}

/** Finds orders by their numbers, and announces mails about them. */
export const lookupStore = ({ db }: { db: Database }) => ({
  async byNumber(number: string) {
    const [row] = await db.write
      .select({ id: orders.id, email: orders.email })
      .from(orders)
      .where(eq(orders.number, number));
    return row;
  },

  /**
   * Announces the mail if its order exists and got none in 15 minutes, and its mailbox fewer than five in an
   * hour, in one statement, so that concurrent requests count each other. Returns whether it was announced.
   */
  async announce({ envelope, mailbox }: LookupMail): Promise<boolean> {
    const [event = envelope] = messagesOf(envelope);
    const { id, type, subject, time } = event;
    const result = await db.write.run(sql`
      insert into ${outbox} (id, type, subject, envelope, flow, generation, created_at, due_at)
      select ${id}, ${type}, ${subject}, ${JSON.stringify(event)}, ${flowOf(event)}, 0,
        ${Date.parse(time)}, ${firstDueAt}
      where exists (select 1 from ${orders} where id = ${subject})
        and not exists (
          select 1 from ${outbox} where subject = ${subject} and type = ${type}
            and created_at > ${databaseNowMs} - ${MAIL_EVERY_MS})
        and ${MAILS_PER_HOUR} > (
          select count(*) from ${orderTerms}
          join ${outbox} earlier on earlier.subject = ${orderTerms.orderId}
          where ${orderTerms.term} = ${mailbox} and earlier.type = ${type}
            and earlier.created_at > ${databaseNowMs} - ${HOUR_MS})`);
    return rowsChanged(result) > 0;
  },
});
export type LookupStore = ReturnType<typeof lookupStore>;
