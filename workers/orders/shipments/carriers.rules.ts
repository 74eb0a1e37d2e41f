/**
 * The tracking pages of common carriers of the EU, the US and India. `{number}` stands for the tracking
 * number. The pages are public and documented on the carriers' sites.
 */
const TRACKING_PAGES = {
  dhl: "https://www.dhl.com/en/express/tracking.html?AWB={number}&brand=DHL",
  dpd: "https://tracking.dpd.de/status/en_US/parcel/{number}",
  gls: "https://gls-group.com/GROUP/en/parcel-tracking?match={number}",
  la_poste: "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
  postnl: "https://jouw.postnl.nl/track-and-trace/{number}",
  royal_mail: "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
  ups: "https://www.ups.com/track?tracknum={number}",
  fedex: "https://www.fedex.com/fedextrack/?trknbr={number}",
  usps: "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
  delhivery: "https://www.delhivery.com/track-v2/package/{number}",
  blue_dart: "https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo={number}",
  dtdc: "https://www.dtdc.in/tracking/shipment-tracking.asp?strCnno={number}",
} as const;

export const CARRIERS = Object.keys(TRACKING_PAGES);

/** Returns the tracking page of a parcel; null for another carrier or without a tracking number. */
export const trackingUrlOf = (carrier: string | null, trackingNumber: string | null) => {
  if (carrier === null || trackingNumber === null || !Object.hasOwn(TRACKING_PAGES, carrier))
    return null;
  const page = TRACKING_PAGES[carrier as keyof typeof TRACKING_PAGES];
  return page.replace("{number}", encodeURIComponent(trackingNumber));
};
