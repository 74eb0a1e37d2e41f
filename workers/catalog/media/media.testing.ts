import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { media } from "#db/catalog/media.schema";
import { userActor } from "#kernel/testing";
import type { ListedMedia } from "./media.contract";

/** What answers of the routes have, each some of it. */
type Body = ListedMedia & {
  code: string;
  errors: { pointer: string; code: string }[];
  data: ListedMedia[];
  nextCursor: string | null;
};

const UPLOADER = userActor("staff");

const uploadTo =
  (catalog: TestCatalog) =>
  async (body: BodyInit, { type = "image/png", ...headers }: Record<string, string> = {}) => {
    const answer = await catalog.ask("/v1/admin/media", {
      method: "POST",
      actor: UPLOADER,
      body,
      headers: { "content-type": type, ...headers },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as Body };
  };
/** Starts a catalog, with what the tests of its pictures do. */
export const testMedia = async () => {
  const catalog = await testCatalog();
  const staff = asStaff(catalog);
  return {
    ...catalog,
    upload: uploadTo(catalog),
    /** Asks the routes of media as staff. */
    admin: (
      method: string,
      path: string,
      ...rest: [body?: object, headers?: Record<string, string>]
    ) => staff<Body>(method, `/media${path}`, ...rest),
    /** Returns the keys of the bucket's objects. */
    async objects() {
      const answer = await fetch(`${catalog.bucketUrl}/_dev/books`);
      const { objects } = (await answer.json()) as { objects: { key: string }[] };
      return objects.map(({ key }) => key);
    },
    rows: () => catalog.db.read.select().from(media),
    pictureAt: (url: string) => catalog.ask(new URL(url).pathname),
    /** Imports a product that shows a picture. */
    showing: (url: string, handle = "lantern") =>
      catalog.load(
        `Handle,Title,Variant SKU,Variant Price,Image Src\n${handle},Lantern,${handle},12.50,${url}\n`,
      ),
  };
};
export type TestMedia = Awaited<ReturnType<typeof testMedia>>;
