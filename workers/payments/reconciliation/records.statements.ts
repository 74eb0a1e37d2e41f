import { and, asc, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { disputes, payments, refunds } from "#db/payments/schema";
import { databaseNowMs } from "#kernel/sql";
import type { ProviderName } from "#payments/provider.port";
import { UNLISTED_AFTER_MS } from "./reconciliation.rules";

export const paymentsByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(payments)
    .where(inArray(payments.providerRef, [...refs]));

export const paymentsById = (db: Connection, ids: readonly string[]) =>
  db
    .select()
    .from(payments)
    .where(inArray(payments.id, [...ids]));

export const refundsByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(refunds)
    .where(inArray(refunds.providerRef, [...refs]));

export const disputesByProviderRef = (db: Connection, refs: readonly string[]) =>
  db
    .select()
    .from(disputes)
    .where(inArray(disputes.providerRef, [...refs]));

/** A page of rows after an id. */
export interface OwnPage {
  provider: ProviderName;
  afterId: string | null;
  limit: number;
}

const longAgo = sql`${databaseNowMs} - ${UNLISTED_AFTER_MS}`;

/** Selects captured payments that were not compared yet although the provider's list should contain them. */
export const unreconciledPayments = (db: Connection, { provider, afterId, limit }: OwnPage) =>
  db
    .select()
    .from(payments)
    .where(
      and(
        sql`${payments.state} = 'succeeded' and ${payments.reconciledAt} is null`,
        eq(payments.provider, provider),
        gt(payments.id, afterId ?? ""),
        lte(payments.updatedAt, longAgo),
      ),
    )
    .orderBy(asc(payments.id))
    .limit(limit);

/** Selects refunds that the provider has answered, and that were not compared yet. */
export const unreconciledRefunds = (db: Connection, { provider, afterId, limit }: OwnPage) =>
  db
    .select({ refund: refunds, payment: payments })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        sql`${refunds.state} != 'failed' and ${refunds.providerRef} is not null and ${refunds.reconciledAt} is null`,
        eq(payments.provider, provider),
        gt(refunds.id, afterId ?? ""),
        lte(refunds.updatedAt, longAgo),
      ),
    )
    .orderBy(asc(refunds.id))
    .limit(limit);

export const markPayments = (db: Connection, ids: readonly string[]) =>
  db
    .update(payments)
    .set({ reconciledAt: databaseNowMs })
    .where(and(inArray(payments.id, [...ids]), isNull(payments.reconciledAt)));

export const markRefunds = (db: Connection, ids: readonly string[]) =>
  db
    .update(refunds)
    .set({ reconciledAt: databaseNowMs })
    .where(and(inArray(refunds.id, [...ids]), isNull(refunds.reconciledAt)));
