/** A time in the name of a file, as in `20261120T030000Z`: a colon is no part of one on Windows. */
export const fileTime = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
