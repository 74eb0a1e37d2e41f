import { type Actor, type Asking, askingAs } from "./client";
import type { ClientJournal } from "./journal";

/** Shorter than an access token is valid. */
const TOKEN_MS = 4 * 60_000;

export interface Post {
  url: string;
  journal: ClientJournal;
}

/** An actor with an account. */
export interface Member {
  actor: Actor;
  ask: Asking;
  /** Signs in. Returns whether the shop accepted it. */
  signIn(): Promise<boolean>;
}

interface Account {
  email: string;
  password: string;
}

/** Returns an actor who signs in again before the access token expires. */
export const memberOf = (post: Post, base: Omit<Actor, "headers">, account: Account): Member => {
  let token = { value: "", until: 0 };
  const signIn = async () => {
    const door = askingAs(post, { ...base, headers: () => ({}) });
    const answer = await door("POST", "/v1/auth/login", { body: account });
    if (answer?.status !== 200) return false;
    token = { value: answer.body.accessToken, until: Date.now() + TOKEN_MS };
    return true;
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
