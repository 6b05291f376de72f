import { expect, it } from "vitest";
import { encodeFileSystem } from "./filesystem";

const at = { time: 1_000, monotonicMs: 0 };
const mounts = [
	{ mount: "/", type: "ext4" },
	{ mount: "/mnt/nas", type: "nfs4" },
];
const size = { bsize: 4096, blocks: 100, bfree: 60, bavail: 50, files: 10, ffree: 5 };

it("keeps a mount that does not answer, with nothing but the reason", () => {
	const answers = new Map<string, string | typeof size>([
		["/", size],
		["/mnt/nas", "not answering"],
	]);
	expect(encodeFileSystem(at, mounts, answers)).toEqual({
		time: 1_000,
		mounts: [
			{
				mount: "/",
				type: "ext4",
				totalBytes: 409_600,
				usedBytes: 163_840,
				availableBytes: 204_800,
				inodeUtilization: 0.5,
			},
			{
				mount: "/mnt/nas",
				type: "nfs4",
				totalBytes: null,
				usedBytes: null,
				availableBytes: null,
				inodeUtilization: null,
			},
		],
		missing: {
			"mounts.1.totalBytes": "not answering",
			"mounts.1.usedBytes": "not answering",
			"mounts.1.availableBytes": "not answering",
			"mounts.1.inodeUtilization": "not answering",
		},
	});
});

it("tells no share of inodes where their number is not fixed", () => {
	const btrfs = encodeFileSystem(at, mounts.slice(0, 1), new Map([["/", { ...size, files: 0, ffree: 0 }]]));
	expect(btrfs.mounts[0]?.inodeUtilization).toBeNull();
	expect(btrfs.missing).toEqual({ "mounts.0.inodeUtilization": "it has no fixed number of inodes" });
});

it("says why the list is empty", () => {
	expect(encodeFileSystem(at, [], new Map()).missing).toEqual({ mounts: "no file systems are seen here" });
});
