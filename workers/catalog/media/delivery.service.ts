import { AppError } from "#kernel/errors";
import { listsTag } from "#kernel/routes/etag";
import type { Bucket, ByteRange, OpenedPicture, Resize, StoredPicture } from "./bucket.port";
import { WIDTHS, type Width } from "./media.contract";
import { isKey, objectName } from "./objects.rules";
import { rangeOf } from "./range.rules";

interface Dependencies {
  bucket: Bucket;
  /** Undefined where the platform cannot resize. */
  resize: Resize | undefined;
}

export interface PictureRequest {
  key: string;
  width: number | undefined;
  isHead: boolean;
  ifNoneMatch: string | undefined;
  ifRange: string | undefined;
  range: string | undefined;
}

/** A picture to answer with. */
export interface Delivery {
  picture: StoredPicture;
  /** Undefined for an answer without a body. */
  body: ReadableStream | undefined;
  /** The caller has it already. */
  isKnown: boolean;
  /** The part of its bytes in the body; undefined for all. */
  range: ByteRange | undefined;
  /** The original, because resizing has failed, which may be different the next time. */
  isTemporary: boolean;
}

const requireWidth = (width: number): Width => {
  const served = WIDTHS.find((one) => one === width);
  if (served !== undefined) return served;
  const message = `Must be one of ${WIDTHS.join(", ")}.`;
  const errors = [{ pointer: "?w", code: "unknown_width", message, allowed: WIDTHS }];
  throw new AppError("width_not_served", message, { errors });
};

const delivered = (picture: StoredPicture, more: Partial<Delivery> = {}): Delivery => ({
  ...{ picture, body: undefined, isKnown: false, range: undefined, isTemporary: false },
  ...more,
});

/** @throws 416 `range_not_satisfiable` */
const requestedRange = ({ range, ifRange }: PictureRequest, { bytes, etag }: StoredPicture) => {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const found = rangeOf(range, bytes);
  if (found !== "unsatisfiable") return found;
  const headers = { "Content-Range": `bytes */${bytes}` };
  throw new AppError("range_not_satisfiable", undefined, { headers });
};

/** Delivers pictures from the bucket. The database is not asked: keys cannot be guessed, and objects never change. */
export const deliveryService = ({ bucket, resize }: Dependencies) => {
  const whole = async (name: string): Promise<Delivery | undefined> => {
    const opened = await bucket.open(name);
    return opened && delivered(opened, { body: opened.body });
  };

  /** Answers a request that depends on what the object is, with a head before its bytes. */
  const conditional = async (name: string, request: PictureRequest) => {
    const picture = await bucket.head(name);
    if (!picture) return undefined;
    const { isHead, ifNoneMatch } = request;
    if (ifNoneMatch !== undefined && listsTag(ifNoneMatch, picture.etag))
      return delivered(picture, { isKnown: true });
    if (isHead) return delivered(picture);
    const range = requestedRange(request, picture);
    const opened = await bucket.open(name, range);
    return opened && delivered(opened, { body: opened.body, range });
  };

  const answer = (name: string, request: PictureRequest) => {
    const { isHead, ifNoneMatch, range } = request;
    const isPlain = !isHead && ifNoneMatch === undefined && range === undefined;
    return isPlain ? whole(name) : conditional(name, request);
  };

  /** Returns whether a copy in the width is stored now. Two requests at once store the same one. */
  const makeCopy = async (key: string, width: Width, resizing: Resize, original: OpenedPicture) => {
    const { contentType } = original;
    const resized = await resizing(original.body, { contentType, width });
    if (!resized) return false;
    await bucket.put(objectName(key, width), resized, {
      contentType: contentType as "image/png",
    });
    return true;
  };

  const resizedAnswer = async (request: PictureRequest, width: Width, resizing: Resize) => {
    const { key } = request;
    const copy = objectName(key, width);
    const found = await answer(copy, request);
    if (found) return found;
    const original = await bucket.head(objectName(key));
    if (!original || (original.width ?? 0) <= width) return answer(objectName(key), request);
    const opened = await bucket.open(objectName(key));
    if (opened && (await makeCopy(key, width, resizing, opened))) return answer(copy, request);
    const instead = await answer(objectName(key), request);
    return instead && { ...instead, isTemporary: true };
  };

  return {
    /**
     * Returns a picture, in a width if one is requested and the platform can resize it.
     * @throws 404 `not_found`, 422 `width_not_served`, 416 `range_not_satisfiable`
     */
    async deliver(request: PictureRequest): Promise<Delivery> {
      const width = request.width === undefined ? undefined : requireWidth(request.width);
      if (!isKey(request.key)) throw new AppError("not_found");
      const found =
        width !== undefined && resize
          ? await resizedAnswer(request, width, resize)
          : await answer(objectName(request.key), request);
      if (!found) throw new AppError("not_found");
      return found;
    },
  };
};
export type DeliveryService = ReturnType<typeof deliveryService>;
