/** How far back the charts reach. */
export const windowMs = 5 * 60_000;
