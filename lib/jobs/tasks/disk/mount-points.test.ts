import { expect, it } from "vitest";
import { parseMountPoints } from "./mount-points";

it("reads where something is mounted, blanks and all, and leaves out damaged lines", () => {
	const text = [
		"28 1 259:1 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw",
		"50 28 259:1 /srv/data /home/a\\040b\\012c rw - ext4 /dev/vda rw",
		"51 28 0:40 / /tmp/\xff rw - tmpfs tmpfs rw",
		"52 28 0:41",
		"",
	].join("\n");
	expect(parseMountPoints(text)).toEqual([
		{ path: "/", root: "/", type: "ext4" },
		{ path: "/home/a b\nc", root: "/srv/data", type: "ext4" },
		{ path: "/tmp/\xff", root: "/", type: "tmpfs" },
	]);
});
