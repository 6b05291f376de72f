import { describe, expect, it } from "vitest";
import { isRemote, parseMountinfo, selectMounts } from "./mounts";

const line = (device: string, root: string, mount: string, type: string) =>
	`22 27 ${device} ${root} ${mount} rw,relatime shared:1 master:2 - ${type} source rw\n`;

const select = (...lines: string[]) => selectMounts(parseMountinfo(lines.join(""))).map(({ mount }) => mount);

describe("parseMountinfo", () => {
	it("leaves out damaged lines, and the one at which the file was cut off", () => {
		const whole = line("8:1", "/", "/", "ext4");
		expect(parseMountinfo(`${whole}22 27 8:2 / /data rw,rela`)).toHaveLength(1);
		expect(parseMountinfo(`${whole}22 27 8:2 / /data rw - ext`)).toHaveLength(1);
		expect(parseMountinfo("\n - \nx - y\n")).toEqual([]);
		expect(parseMountinfo("")).toEqual([]);
	});

	it("reads names with blanks, line ends and backslashes, and those in other scripts", () => {
		const mounts = parseMountinfo(line("8:1", "/", "/mnt/a\\040b\\012c\\134d-ä", "ext4"));
		expect(mounts).toEqual([{ device: "8:1", root: "/", mount: "/mnt/a b\nc\\d-ä", type: "ext4" }]);
	});
});

describe("selectMounts", () => {
	it("shows each file system once, and not where a part of it is mounted a second time", () => {
		expect(
			select(
				line("8:2", "/var/lib/data", "/a", "ext4"),
				line("8:2", "/", "/mnt/longer-name", "ext4"),
				line("8:2", "/", "/mnt/data", "ext4"),
				line("8:1", "/", "/", "ext4"),
				line("8:1", "/home", "/h", "ext4"),
			),
		).toEqual(["/", "/mnt/data"]);
	});

	it("shows the root of a container, but not the files that its runtime mounts", () => {
		expect(
			select(
				line("0:50", "/", "/", "overlay"),
				line("8:1", "/docker/hosts", "/etc/hosts", "ext4"),
				line("8:1", "/docker/hostname", "/etc/hostname", "ext4"),
				line("0:51", "/", "/var/lib/docker/overlay2/x/merged", "overlay"),
			),
		).toEqual(["/"]);
	});

	it("leaves out what the kernel makes, what is memory, and images that are always full", () => {
		const unshown = [
			"proc",
			"sysfs",
			"cgroup2",
			"tmpfs",
			"devtmpfs",
			"squashfs",
			"iso9660",
			"autofs",
			"fuse.lxcfs",
		];
		expect(select(...unshown.map((type, index) => line(`0:${index}`, "/", `/${type}`, type)))).toEqual([]);
	});

	it("shows what is mounted over another, as the other cannot be reached", () => {
		const lines = [line("0:1", "/", "/", "rootfs"), line("8:1", "/", "/", "ext4")];
		expect(selectMounts(parseMountinfo(lines.join("")))).toMatchObject([{ mount: "/", type: "ext4" }]);
	});

	it("shows disks of other machines", () => {
		const lines = parseMountinfo(line("0:60", "/", "/mnt/nas", "nfs4") + line("8:1", "/", "/", "ext4"));
		expect(selectMounts(lines).map(isRemote)).toEqual([false, true]);
	});
});
