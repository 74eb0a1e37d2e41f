import { refreshReused } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url, sha256Hex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "./announcement";
import { jsonAnswer, NO_CONTENT } from "./answer";
import type { AnswersService } from "./answers.service";
import type { RefreshTokensStore } from "./refresh-tokens.store";
import { judge } from "./rotation";
import type { SessionsService } from "./sessions.service";

interface Tools {
  store: RefreshTokensStore;
  sessions: Pick<SessionsService, "tokensOf">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  /** Without it nobody can tell a token's successor. */
  secret: string;
}

/** Refresh tokens: each is used once, and brings its session its successor or its end. */
export const refreshTokensService = (tools: Tools) => {
  const { store, sessions, answers, outbox, clock, secret } = tools;

  /** Derived, not drawn: whoever repeats a refresh gets the very same successor. */
  const successorOf = (token: string) => hmacBase64Url(secret, `successor ${token}`);

  return {
    /** @throws 401 `refresh_invalid`; 401 `refresh_reused`, and then the whole session has ended */
    refresh: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const nowMs = clock.now();
        const successor = await successorOf(token);
        const tokenHash = await sha256Hex(token);
        const successorHash = await sha256Hex(successor);
        const found = await store.lineage(tokenHash, successorHash);
        const verdict = judge(found, nowMs);
        if (!found || verdict === "invalid") throw new AppError("refresh_invalid");
        const { sessionId, userId, roles } = found;
        if (verdict === "reused") {
          const events = [aboutUser(refreshReused, { userId, sessionId }, nowMs)];
          if (await store.endReused({ sessionId, userId, nowMs }, events)) outbox.kick(events);
          throw new AppError("refresh_reused");
        }
        const tokens = await sessions.tokensOf({ id: userId, roles }, sessionId, successor);
        const answer = jsonAnswer(tokens);
        const kept = await keep(answer, userId);
        if (verdict === "repeat") await answers.keepAlone(kept);
        else if (!(await store.rotate({ sessionId, tokenHash, successorHash, nowMs }, kept))) {
          throw new AppError("refresh_invalid");
        }
        return answer;
      }),

    /** Ends a token's session. A token that means nothing is fine: it gives nobody a session. */
    logout: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        await store.endByToken(await sha256Hex(token), clock.now(), await keep(NO_CONTENT));
        return NO_CONTENT;
      }),
  };
};
export type RefreshTokensService = ReturnType<typeof refreshTokensService>;
