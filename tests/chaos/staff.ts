import { seededRandom } from "#cloud/random";
import { type Member, memberOf, type Post } from "./member";

export const STAFF_PASSWORD = "corner-shop-2026";
const EMAILS = ["staff@bodega.test", "admin@bodega.test"] as const;

const staffMember = (post: Post, index: number, email: string): Member => {
  const base = {
    name: `staff-${index}`,
    address: `10.255.0.${index + 1}`,
    random: seededRandom(1_000_003 + index),
  };
  return memberOf(post, base, { email, password: STAFF_PASSWORD });
};

/** Returns two members of staff. */
export const staffOf = (post: Post) => {
  const [first, second] = EMAILS.map((email, index) => staffMember(post, index, email));
  if (!first || !second) throw new Error("There are two members of staff.");
  return [first, second] as const;
};
export type Staff = ReturnType<typeof staffOf>;
