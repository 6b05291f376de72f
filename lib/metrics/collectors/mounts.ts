import { wholeLines } from "./lines";

/** A mounted file system, as the kernel lists it. */
export interface MountLine {
	mount: string;
	type: string;
	/** The device number; the same for all mounts of one file system. */
	device: string;
	/** The directory of the file system that is mounted: not "/" for a bind mount. */
	root: string;
}

// Made by the kernel, or by a desktop; memory, which is counted as such; and images that are always full.
const unshown =
	/^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|efivarfs|fusectl|hugetlbfs|mqueue|nsfs|proc|pstore|ramfs|rootfs|rpc_pipefs|securityfs|selinuxfs|sysfs|tmpfs|tracefs|overlay|squashfs|erofs|iso9660|udf|cramfs|fuse\.(lxcfs|gvfsd-fuse|portal|snapfuse))$/;

// Single files that a container's runtime mounts from the host.
const runtimeFiles = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/dev/termination-log"]);

/** Reads the kernel's list of mounts (`mountinfo`); damaged lines are left out. */
export function parseMountinfo(text: string): MountLine[] {
	const mounts: MountLine[] = [];
	for (const line of wholeLines(text)) {
		// Optional fields end with a single dash (proc(5)).
		const [before, after] = line.split(" - ");
		const [, , device, root, mount] = before?.split(" ") ?? [];
		const type = after?.split(" ")[0];
		if (!device || !root || !mount || !type) continue;
		mounts.push({ device, type, root: decodeOctal(root), mount: decodeOctal(mount) });
	}
	return mounts;
}

/**
 * The mounts that people mean by "disk space": each file system once, at the mount that is nearest to its own root and
 * has the shortest name. `/` is always among them, even where it is a container's overlay.
 */
export function selectMounts(lines: MountLine[]): MountLine[] {
	// A later mount at the same place hides the earlier one.
	const visible = new Map(lines.map((line) => [line.mount, line]));
	const kept = new Map<string, MountLine>();
	for (const line of visible.values()) {
		if (line.mount !== "/" && (unshown.test(line.type) || runtimeFiles.has(line.mount))) continue;
		const other = kept.get(line.device);
		if (!other || isBetter(line, other)) kept.set(line.device, line);
	}
	return [...kept.values()].sort((a, b) => (a.mount < b.mount ? -1 : 1));
}

/** Whether a mount lives on another machine or in a program, and so may stop answering. */
export function isRemote({ type }: MountLine): boolean {
	return /^(nfs|cifs|smb|9p|ceph|fuse|gluster|lustre|afs|davfs|beegfs)/.test(type);
}

function isBetter(line: MountLine, other: MountLine): boolean {
	if (line.mount === "/" || other.mount === "/") return line.mount === "/";
	if ((line.root === "/") !== (other.root === "/")) return line.root === "/";
	return line.mount.length < other.mount.length;
}

// Blanks, tabs, line ends and backslashes in names are written \040, \011, \012 and \134 (getmntent(3)).
function decodeOctal(text: string): string {
	return text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}
