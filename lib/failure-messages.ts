/** What is said when a page fails: apart from all other words, for each page loads these beforehand. */
export const failureMessages = {
	title: "This page failed",
	text: "The server still runs; the page does not. Reload it, and if that does not help, look into the server's log.",
	reload: "Reload",
};
