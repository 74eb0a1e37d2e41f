import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { challenges, users } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { CHALLENGE_TTL_MS, type NewChallenge } from "./challenge.rules";

/**
 * The maximum number of links of one purpose that are mailed to an account while a link is valid. Above it
 * no more are mailed, and the last link still works.
 */
const LINKS_MAX = 3;

/** Ends an account's older challenges of one purpose. */
export const endOlder = (
  { db }: { db: Database },
  { userId, purpose, createdAt }: NewChallenge,
  when?: SQL,
): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: createdAt })
    .where(
      and(
        eq(challenges.userId, userId),
        eq(challenges.purpose, purpose),
        isNull(challenges.endedAt),
        when,
      ),
    );

/**
 * Inserts a challenge and ends older challenges of its purpose. The statements are part of a larger batch.
 */
export const insertChallenge = (deps: { db: Database }, challenge: NewChallenge): Statement[] => [
  endOlder(deps, challenge),
  deps.db.write.insert(challenges).values(challenge),
];

/** Ends a challenge that is used. Fails the batch if the challenge was used before or has expired. */
export const consumeChallenge = ({ db }: { db: Database }, id: string, nowMs: number) => [
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.id, id), isNull(challenges.endedAt), gt(challenges.expiresAt, nowMs))),
  guard("challenge_used", db.write.run(expectChanges())),
];

/**
 * Ends all open challenges of an account, because a previous owner of its mailbox may have their links and
 * codes.
 */
export const endChallenges = ({ db }: { db: Database }, userId: string, nowMs: number): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.userId, userId), isNull(challenges.endedAt)));

/**
 * SQL condition: a challenge may be created. Its account exists and still has the e-mail address, no other
 * account has the new address, and the account got fewer than `LINKS_MAX` links in the time for which one
 * is valid.
 */
export const mayBegin = ({
  userId,
  purpose,
  email,
  formerEmail,
  createdAt,
}: NewChallenge): SQL => sql`
  exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.email} = ${formerEmail ?? email})
  and not exists (select 1 from ${users}
    where ${users.email} = ${email} and ${users.id} <> ${userId})
  and (select count(*) from ${challenges}
    where ${challenges.userId} = ${userId} and ${challenges.purpose} = ${purpose}
      and ${challenges.createdAt} > ${createdAt - CHALLENGE_TTL_MS[purpose]}) < ${LINKS_MAX}`;

/** Inserts a challenge if the SQL condition is true. */
export const insertWhen = (
  { db }: { db: Database },
  challenge: NewChallenge,
  when: SQL,
): Statement => {
  const { id, userId, purpose, email, formerEmail, tokenHash, createdAt, expiresAt } = challenge;
  return db.write.run(sql`
    insert into ${challenges}
      (id, user_id, purpose, email, former_email, token_hash, created_at, expires_at)
    select ${id}, ${userId}, ${purpose}, ${email}, ${formerEmail}, ${tokenHash}, ${createdAt}, ${expiresAt}
    where ${when}`);
};
