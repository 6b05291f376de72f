/** The room around the plot, the same for the still picture and the live chart so that one replaces the other unseen. */
export const PLOT = { left: 56, right: 10, top: 8, bottom: 22 } as const;

/** The plot's box inside a chart, as classes; the numbers are those of `PLOT`, in pixels and not in shares of the type's size. */
export const PLOT_BOX = "absolute top-[8px] right-[10px] bottom-[22px] left-[56px]";

/** The height of a chart that was not told one. */
export const DEFAULT_HEIGHT = 180;
