import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import { accessTokens } from "./access-tokens.service";
import { keyRoutes } from "./keys.routes";
import { refreshTokensService } from "./refresh-tokens.service";
import { refreshTokensStore } from "./refresh-tokens.store";
import { sessionRoutes } from "./sessions.routes";
import { sessionsService } from "./sessions.service";
import { sessionsStore } from "./sessions.store";
import { jwksOf } from "./signing-keys.rules";
import { transportOf } from "./transport.http";

interface Dependencies extends Connections {
  answers: AnswersService;
  signingKey: string;
  nextKey: string;
  /** The pages that may send the session's cookie. */
  origins: readonly string[];
}

/**
 * Builds the routes and services of sessions: access and refresh tokens, their keys and their transport.
 */
export const composeSessions = ({ signingKey, nextKey, origins, ...deps }: Dependencies) => {
  const { app, clock } = deps;
  const access = accessTokens({ signingKey, clock });
  const sessions = sessionsService({ ...deps, store: sessionsStore(deps), access });
  const refreshTokens = refreshTokensService({
    ...deps,
    store: refreshTokensStore(deps),
    sessions,
  });
  const transport = transportOf({ origins });
  const jwks = jwksOf(signingKey, nextKey);
  sessionRoutes(app, { sessions, refreshTokens, transport });
  keyRoutes(app, jwks);
  return { sessions, transport, jwks };
};
