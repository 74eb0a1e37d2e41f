import { seededRandom } from "#cloud/random";
import { type Actor, type Asking, askingAs } from "./client";
import type { ClientJournal } from "./journal";

/** Shorter than an access token is valid. */
const TOKEN_MS = 4 * 60_000;
export const STAFF_PASSWORD = "corner-shop-2026";
const EMAILS = ["staff@bodega.test", "admin@bodega.test"] as const;

interface Post {
  url: string;
  journal: ClientJournal;
}

interface Member {
  actor: Actor;
  ask: Asking;
  signIn(): Promise<void>;
}

/** Returns a member of staff, who signs in again before the access token expires. */
const memberOf = (post: Post, index: number, email: string): Member => {
  let token = { value: "", until: 0 };
  const base = {
    name: `staff-${index}`,
    address: `10.255.0.${index + 1}`,
    random: seededRandom(1_000_003 + index),
  };
  const signIn = async () => {
    const door = askingAs(post, { ...base, headers: () => ({}) });
    const answer = await door("POST", "/v1/auth/login", {
      body: { email, password: STAFF_PASSWORD },
    });
    if (answer?.status !== 200) return;
    token = { value: answer.body.accessToken, until: Date.now() + TOKEN_MS };
  };
  const actor: Actor = { ...base, headers: () => ({ authorization: `Bearer ${token.value}` }) };
  const send = askingAs(post, actor);
  return {
    actor,
    signIn,
    ask: async (...request) => {
      if (Date.now() > token.until) await signIn();
      return send(...request);
    },
  };
};

/** Returns two members of staff. */
export const staffOf = (post: Post) => {
  const [first, second] = EMAILS.map((email, index) => memberOf(post, index, email));
  if (!first || !second) throw new Error("There are two members of staff.");
  return [first, second] as const;
};
export type Staff = ReturnType<typeof staffOf>;
