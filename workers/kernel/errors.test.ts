import { expect, test } from "bun:test";
import {
  AppError,
  appErrorIn,
  DependencyError,
  PROBLEMS,
  problemOf,
  problemResponse,
} from "#kernel/errors";

test("names code, status and request in a problem document", () => {
  const { status, body } = problemOf(new AppError("not_found", "No such cart."), "req_1");
  expect(status).toBe(404);
  expect(body).toMatchObject({
    code: "not_found",
    status: 404,
    detail: "No such cart.",
    requestId: "req_1",
  });
});

test("reveals nothing of an unexpected error", () => {
  const { status, body } = problemOf(new Error("SELECT secret FROM users"), "req_1");
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("secret");
});

test("recognises a refusal inside the error of an SDK", () => {
  const wrapped = new Error("Failed query", {
    cause: new Error("HTTP", { cause: new DependencyError("libsql") }),
  });
  expect(appErrorIn(wrapped)?.code).toBe("dependency_unavailable");
});

test("recognises an error by its code when it lost its class over RPC", () => {
  const travelled = Object.assign(new Error("x"), { code: "cart_busy" });
  expect(problemOf(travelled, "r").status).toBe(409);
});

test("does not mistake another library's code for a problem code", () => {
  expect(appErrorIn(Object.assign(new Error("x"), { code: "ECONNRESET" }))).toBeUndefined();
  expect(appErrorIn(Object.assign(new Error("x"), { code: "toString" }))).toBeUndefined();
});

test("answers Retry-After when a dependency is down, and does not name it", async () => {
  const response = problemResponse(new DependencyError("libsql"), "r");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.text()).not.toContain("libsql");
});

test("names the authentication scheme in every 401", () => {
  const schemeOf = (code: "unauthenticated" | "token_expired" | "forbidden") =>
    problemResponse(new AppError(code), "r").headers.get("www-authenticate");
  expect([schemeOf("unauthenticated"), schemeOf("forbidden")]).toEqual(["Bearer", null]);
  expect(schemeOf("token_expired")).toBe(
    'Bearer error="invalid_token", error_description="The access token expired"',
  );
});

test("gives every code a status for errors", () => {
  for (const [status] of Object.values(PROBLEMS)) expect(status >= 400 && status <= 503).toBe(true);
});
