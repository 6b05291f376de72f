// @ts-check

/** Licences under which a package may be here: each allows anyone to use and pass on this program with it. */
export const licenses = [
	"0BSD",
	"Apache-2.0",
	"BSD-3-Clause",
	"Bitstream-Vera",
	"BlueOak-1.0.0",
	"CC-BY-4.0",
	"ISC",
	"LGPL-3.0-or-later",
	"MIT",
	"MPL-2.0",
];

/**
 * What packages mean that say it only in a file: their LICENSE was read.
 * @type {Record<string, string>}
 */
export const readLicenses = {
	"node_modules/dejavu-fonts-ttf": "Bitstream-Vera",
	"node_modules/png-js": "MIT",
};

/**
 * Packages that ask to run a program as they are installed. None of them is allowed to: `.npmrc` and every install of
 * ours say `ignore-scripts`. Each with why it works without.
 * @type {Record<string, string>}
 */
export const installScripts = {
	"node_modules/@photostructure/sqlite":
		"would fetch or compile what its own package holds already, per system",
	"node_modules/esbuild": "would only make its own start faster; the program itself is a package of its own",
};
