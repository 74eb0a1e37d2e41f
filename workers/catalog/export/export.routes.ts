import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { textStream } from "#kernel/routes/text-stream";
import { exportProducts } from "./export.api";
import type { ExportService } from "./export.service";

const HEADERS = {
  ...PRIVATE,
  "Content-Type": "text/csv; charset=utf-8",
  "Content-Disposition": 'attachment; filename="products.csv"',
};

interface Dependencies {
  exports: ExportService;
  /** The shop's default currency. */
  currency: string;
}

/** The export of a product file. */
export const exportRoutes = (app: App, { exports, currency: own }: Dependencies) =>
  route(app, exportProducts, async (c) => {
    const { layout, currency = own, ...filter } = c.req.valid("query");
    if (c.req.method === "HEAD") return new Response(null, { headers: HEADERS });
    const texts = await exports.export({ filter, layout, currency });
    return new Response(textStream(texts), { headers: HEADERS });
  });
