import { expect, test } from "bun:test";
import {
  AppError,
  appErrorIn,
  DependencyError,
  PROBLEMS,
  problemOf,
  problemResponse,
} from "#kernel/errors";

test("writes the error code, status and request id into a problem document", () => {
  const { status, body } = problemOf(new AppError("not_found", "No such cart."), "req_1");
  expect(status).toBe(404);
  expect(body).toMatchObject({
    code: "not_found",
    status: 404,
    detail: "No such cart.",
    requestId: "req_1",
  });
});

test("answers 500 without details when an error is unexpected", () => {
  const { status, body } = problemOf(new Error("SELECT secret FROM users"), "req_1");
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("secret");
});

test("finds an AppError that is the cause of an SDK's error", () => {
  const wrapped = new Error("Failed query", {
    cause: new Error("HTTP", { cause: new DependencyError("libsql") }),
  });
  expect(appErrorIn(wrapped)?.code).toBe("dependency_unavailable");
});

test("recognises an AppError by its code when it has lost its class over RPC", () => {
  const travelled = Object.assign(new Error("x"), { code: "cart_busy" });
  expect(problemOf(travelled, "r").status).toBe(409);
});

test("ignores an error code that comes from another library", () => {
  expect(appErrorIn(Object.assign(new Error("x"), { code: "ECONNRESET" }))).toBeUndefined();
  expect(appErrorIn(Object.assign(new Error("x"), { code: "toString" }))).toBeUndefined();
});

test("answers Retry-After when a dependency is down, and does not name it", async () => {
  const response = problemResponse(new DependencyError("libsql"), "r");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.text()).not.toContain("libsql");
});

test("answers Retry-After to every 503, and keeps the wait that an error names", () => {
  const waitOf = (error: AppError) => problemResponse(error, "r").headers.get("retry-after");
  const relayed = new AppError("dependency_unavailable", "Relayed by its code.");
  const named = new AppError("overloaded", undefined, { headers: { "Retry-After": "2" } });
  expect([relayed, named, new AppError("not_found")].map(waitOf)).toEqual(["1", "2", null]);
});

test("names the authentication scheme in every 401", () => {
  const schemeOf = (code: "unauthenticated" | "token_expired" | "forbidden") =>
    problemResponse(new AppError(code), "r").headers.get("www-authenticate");
  expect([schemeOf("unauthenticated"), schemeOf("forbidden")]).toEqual(["Bearer", null]);
  expect(schemeOf("token_expired")).toBe(
    'Bearer error="invalid_token", error_description="The access token expired"',
  );
});

test("gives every error code a status from 400 to 503", () => {
  for (const [status] of Object.values(PROBLEMS)) expect(status >= 400 && status <= 503).toBe(true);
});
