import type { Actor } from "#kernel/actor";

/** A line whose files its buyer may download. */
export interface DownloadLine {
  lineId: string;
  variantId: string;
  title: string;
  /** Units that the buyer has paid for and that were not refunded. */
  units: number;
  /** How often each file was taken, by its id. */
  taken: Record<string, number>;
}

/** An order whose reader asks for its files. */
export interface DownloadedOrder {
  orderId: string;
  actor: Actor;
  /** The token of a guest's order. */
  accessToken: string | undefined;
}

/** A file that the buyer of a line asks for. */
export interface WantedDownload extends DownloadedOrder {
  lineId: string;
  fileId: string;
  /** The variant whose file it is. */
  variantId: string;
  /** How often the buyer of one unit may take the file. */
  takenMax: number;
}

/** What the link of a download opens. */
export interface OpenedDownload {
  fileId: string;
  variantId: string;
}
