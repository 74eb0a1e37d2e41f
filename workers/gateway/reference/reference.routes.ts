import type { GatewayApp } from "#gateway/context.http";
import type { AssetsBinding } from "#gateway/env";
import type { CountedAccess } from "#gateway/limits/edge-limits.middleware";
import { AppError } from "#kernel/errors";
import { route } from "#kernel/routes/route";
import {
  readDocument,
  readDocumentPart,
  readIndexForMachines,
  readReference,
  readReferenceFile,
} from "./reference.api";

interface Dependencies {
  /** The generated files; see api/assets.ts. */
  assets: AssetsBinding["ASSETS"];
  countedAccess: CountedAccess;
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  md: "text/markdown; charset=utf-8",
  txt: "text/plain; charset=utf-8",
};

/** A name without folders, so that no path leaves the folder of its route. */
const FILE_NAME = /^[a-z][a-z-]*\.(json|md|js)$/;

/**
 * The page runs only the shop's own scripts, and reaches only the shop. Its styles are written by its script.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const FRESH_SECONDS = 300;

/** The API reference, as static files that are read only when they are asked for. */
export const referenceRoutes = (app: GatewayApp, { assets, countedAccess }: Dependencies) => {
  const file = async (path: string) => {
    const answer = await assets.fetch(new Request(`https://assets${path}`));
    if (!answer.ok) throw new AppError("not_found");
    const extension = path.slice(path.lastIndexOf(".") + 1);
    const headers = {
      "Content-Type": TYPES[extension] ?? "application/octet-stream",
      "Cache-Control": `public, max-age=${FRESH_SECONDS}`,
      ...(extension === "html" ? { "Content-Security-Policy": PAGE_POLICY } : {}),
    };
    return new Response(answer.body, { headers });
  };
  const named = (folder: string, name: string) => {
    if (!FILE_NAME.test(name)) throw new AppError("not_found");
    return file(`/${folder}/${name}`);
  };
  const counted = { guard: countedAccess({ method: "GET", access: "public", rate: "browse" }) };

  route(app, readDocument, () => file("/openapi.json"), counted);
  route(app, readDocumentPart, (c) => named("openapi", c.req.param("part")), counted);
  route(app, readReference, () => file("/docs/index.html"), counted);
  route(app, readReferenceFile, (c) => named("docs", c.req.param("file")), counted);
  route(app, readIndexForMachines, () => file("/llms.txt"), counted);
};
