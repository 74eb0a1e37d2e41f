import { refreshReused } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url, sha256Hex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import type { ReplayableAnswer } from "#kernel/once";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "#users/account-events.rules";
import { jsonAnswer, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { RefreshTokensStore } from "./refresh-tokens.store";
import { judge } from "./rotation.rules";
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

  /** Ends a session whose token two parties hold, announces it once, and returns the refusal. */
  const endReused = async (whose: { sessionId: string; userId: string }, nowMs: number) => {
    const events = [aboutUser(refreshReused, whose, nowMs)];
    const { ok } = await store.endReused({ ...whose, nowMs }, events);
    if (ok) outbox.kick(events);
    return new AppError("refresh_reused");
  };

  return {
    /** @throws 401 `refresh_invalid`; 401 `refresh_reused`, and then the whole session has ended */
    refresh: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const nowMs = clock.now();
        const successor = await successorOf(token);
        const tokenHash = await sha256Hex(token);
        const successorHash = await sha256Hex(successor);
        const found = await store.lineage(tokenHash, successorHash, nowMs);
        const verdict = judge(found, nowMs);
        if (!found || verdict === "invalid") throw new AppError("refresh_invalid");
        const { sessionId, userId, roles } = found;
        if (verdict === "reused") throw await endReused({ sessionId, userId }, nowMs);
        const tokens = await sessions.tokensOf({ id: userId, roles }, sessionId, successor);
        const answer = jsonAnswer(tokens);
        const kept = await keep(answer, userId);
        if (verdict === "repeat") {
          const { ok } = await store.repeat({ sessionId, tokenHash, nowMs }, kept);
          if (!ok) throw await endReused({ sessionId, userId }, nowMs);
        } else {
          const outcome = await store.rotate({ sessionId, tokenHash, successorHash, nowMs }, kept);
          requireCommitted(outcome, { session_ended: "refresh_invalid" });
        }
        return answer;
      }),

    /**
     * Ends a token's session; a token without one is accepted too. No answer is stored: every repeat has the
     * same effect and the same answer, and a stranger may send any number of tokens.
     */
    async logout(token: string): Promise<ReplayableAnswer> {
      await store.endByToken(await sha256Hex(token), clock.now());
      return { ...NO_CONTENT, replayed: false };
    },
  };
};
export type RefreshTokensService = ReturnType<typeof refreshTokensService>;
