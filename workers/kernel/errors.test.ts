import { expect, test } from "bun:test";
import {
  AppError,
  appErrorIn,
  DependencyError,
  PROBLEMS,
  problemOf,
  problemResponse,
} from "#kernel/errors";

test("a problem document names its code, its status and the request", () => {
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

test("a refusal is recognised under whatever an SDK wrapped around it", () => {
  const wrapped = new Error("Failed query", {
    cause: new Error("HTTP", { cause: new DependencyError("libsql") }),
  });
  expect(appErrorIn(wrapped)?.code).toBe("dependency_unavailable");
});

test("an error that came over RPC, without its class, is recognised by its code", () => {
  const travelled = Object.assign(new Error("x"), { code: "cart_busy" });
  expect(problemOf(travelled, "r").status).toBe(409);
});

test("another library's code is not mistaken for one of ours", () => {
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
  const schemeOf = (code: "unauthenticated" | "forbidden") =>
    problemResponse(new AppError(code), "r").headers.get("www-authenticate");
  expect([schemeOf("unauthenticated"), schemeOf("forbidden")]).toEqual(["Bearer", null]);
});

test("every code has a status that HTTP knows for errors", () => {
  for (const [status] of Object.values(PROBLEMS)) expect(status >= 400 && status <= 503).toBe(true);
});
