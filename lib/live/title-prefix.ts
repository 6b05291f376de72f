/** What stands before the title of the dashboard in its tab: how far a job is. */
export const titlePrefix = { text: "" };
