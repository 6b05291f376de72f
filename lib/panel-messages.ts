/** The words of the panels whose script comes after the page stands; the others are in messages.ts. */
export const panelMessages = {
	/** What the numbers of a panel mean, and when to worry. */
	explanations: {
		cpu: "What the processor does with its time. Waiting for I/O is idle time in which a disk was awaited. Stolen time went to other machines of the hypervisor: above a few percent, only another place cures it.",
		limitedCpu:
			"Shares of what may be used here. Throttled is how often that was used up and everything waited for the next slice of time: worry above a few percent, however low the mean is.",
		cores:
			"One core at its limit while the others rest is a program that cannot use more than one: the total then looks harmless.",
		memory:
			"Used leaves out the cache, which is given back on demand: a full cache is no shortage. Worry when little is available, when swap keeps growing, or when tasks wait for memory (see Pressure).",
		pressure:
			"The share of time in which at least one task stood still for want of it; in the rows “all”, none could go on. The shortest answer to “is it slow?”: worry about memory above a few percent, about the others when they stay high.",
		network:
			"What passes each interface; a bridge and the card behind it show the same traffic twice. Worry when a rate stays at what the link can carry, or when segments are sent again (see Kernel and TCP).",
		disk: "Busy is time with work in flight, not saturation: an SSD can be 100 % busy at ease. Look at the wait of a request: a few ms are normal; tens of ms with a growing queue are slow.",
		load: "How many tasks run, want to run or wait for a disk, on average. Up to one for each core all are served at once; worry when it stays at two or more.",
		container:
			"Each against its own limit, or all of the host where it has none. One that is throttled is slow however idle the host is; one whose memory comes near the limit is soon killed for it.",
		filesystem:
			"Free is what an ordinary user may still write. Programs fail when it is used up: worry above 90 %, earlier where it fills fast.",
		kernel:
			"Segments sent again are packets lost on the way: above 1 % connections feel slow. Open files at their limit make programs fail; a process is killed when memory has run out.",
		temperature:
			"Worry within 10 °C of a limit: there the hardware slows down, and at it switches off. Many fans stand still (0 rpm) while it is cool.",
		gpu: "The share of time in which it worked at all. Worry when its memory is full: programs then fail.",
		battery:
			"Worry when it discharges though the host is plugged in: then the mains, or its power supply, has failed.",
		diskHealth:
			"What each disk says of itself (SMART), asked each half hour. One that is failing may be dead tomorrow: copy what it holds. Many die without a word.",
		history:
			"What is kept of all readings: the finer the step, the shorter. When the size is used up, the oldest of the finest goes first. Worry when nothing is kept: then this is all that anyone will know of today.",
		self: "What it costs to watch this host. Worry when the event loop or a tick is more than 100 ms late for long: then this page is late too, or the host too busy to serve it.",
		system:
			"What the numbers above were read on. In a container or a virtual machine only a part of the hardware may be used: look here when a number surprises.",
	},

	pressure: {
		cpu: "CPU",
		memory: "Memory",
		io: "I/O",
		caption: "Pressure over 10 s, 60 s and 5 min",
		/** The kernel's "some" and "full". */
		some: (resource: string) => resource,
		full: (resource: string) => `${resource}, all`,
		waitsFor: "Tasks waiting for",
		avg10: "10 s",
		avg60: "60 s",
		avg300: "5 min",
	},
	kernel: {
		retransmitted: "Segments sent again",
		ofSent: (share: string) => `${share} of those sent`,
		nothingSent: "none sent",
		sent: "Segments sent",
		established: "TCP connections",
		openFiles: "Open files",
		ofLimit: (count: string, limit: string) => `${count} of ${limit}`,
		openFilesUse: "Open files of their limit",
		contextSwitches: "Context switches",
		forks: "Processes started",
		oomKills: "Killed for want of memory",
		sinceBoot: "since the start",
		oomNone: "none since the start",
		oomNow: (count: string) => `${count} more while you watch`,
		perSecond: "/s",
	},
	self: {
		cpu: "CPU, both",
		cpuSampler: "CPU, sampler",
		ofCore: "of one core",
		memory: "Memory, both",
		memorySampler: "Memory, sampler",
		eventLoop: "Event loop delay",
		slowest: "slowest of a hundred",
		lateness: "Tick came after",
		took: "Reading took",
		viewers: "Viewers",
		sent: "Sent to them",
		ms: "ms",
	},
	container: {
		name: "Name",
		cpu: "CPU",
		memory: "Memory",
		ofCores: (cores: string) => (cores === "1" ? "of 1 core" : `of ${cores} cores`),
		throttledBy: (share: string) => `throttled ${share}`,
		memoryOf: (name: string) => `Memory of ${name}`,
		throttled: "Throttled",
		oomKills: "OOM kills",
		read: "Read",
		written: "Written",
		tasks: "Tasks",
		most: (total: string) => `of ${total}, those that use most`,
		kinds: {
			docker: "Docker",
			podman: "Podman",
			kubernetes: "Kubernetes",
			lxc: "LXC",
			containerd: "containerd",
			nspawn: "nspawn",
			service: "service",
			other: "container",
		},
	},
	process: {
		columns: {
			name: "Name",
			user: "User",
			pid: "PID",
			utilization: "CPU",
			residentBytes: "Memory",
			readBytesPerSecond: "Read",
			writtenBytesPerSecond: "Written",
			threads: "Threads",
			state: "State",
			container: "Container",
		},
		states: {
			running: "running",
			sleeping: "sleeping",
			waiting: "waiting",
			stopped: "stopped",
			zombie: "zombie",
			idle: "idle",
		},
		search: "Search",
		searchHint: "name, user, PID or container",
		count: (shown: string, total: string, running: string) =>
			`${shown} of ${total} processes, ${running} running`,
		found: (shown: string, matched: string, total: string) =>
			`${shown} of ${matched} found among ${total} processes`,
		foundNone: (total: string) => `none found among ${total} processes`,
		proportional: (bytes: string) => `${bytes} with shared memory counted in parts (PSS)`,
		noneFound: (search: string) => `No process has "${search}" in its name, user, PID or container`,
		none: "No process to show",
		noScript: "The processes are shown once scripts run",
		meaning:
			"CPU is the share of one core over the last seconds: two busy threads are 200 %. Memory is what is in RAM, with what is shared counted in full.",
		namesOnly:
			"Only the names of commands are shown, as their arguments may hold secrets; HOSTBEAT_PROCESS_ARGUMENTS=1 shows those too.",
		withArguments: "Commands are shown with their arguments, as HOSTBEAT_PROCESS_ARGUMENTS=1 says.",
	},
	/** Who it was, beside a reading that is past. */
	cause: {
		most: { utilization: "Busiest", residentBytes: "Most memory", io: "Most I/O" },
		/** Processes are known by the minute: a reading of one second may be far above it. */
		inMinute: (most: string) => `${most} in that minute`,
		processes: (most: string, processes: string) => `${most}: ${processes}`,
		process: (name: string, amount: string) => `${name} ${amount}`,
		numbered: (name: string, pid: number) => `${name} (${pid})`,
		at: (process: string, time: string) => `${process} at ${time}`,
		none: "No process is known for this time",
		noneBecause: (reason: string) => `No process is known for this time: ${reason}`,
		unread: {
			utilization: "no use of the processor was told",
			residentBytes: "no use of memory was told",
			io: "no use of the disks was told",
		},
	},
	history: {
		kept: "Readings are kept",
		opening: "The history is being opened; meanwhile readings are remembered",
		off: (span: string, reason: string) => `Only the last ${span} are remembered: ${reason}`,
		refused: (span: string, reason: string) =>
			`Nothing is kept, only the last ${span} are remembered: ${reason}`,
		stopped: (reason: string) => `Nothing is kept now: ${reason}. It goes on by itself`,
		size: (bytes: string, most: string) => `${bytes} of ${most}`,
		sizeUse: "Size of the history, of what it may have",
		sizeLabel: "Size",
		since: "Since",
		series: "Series",
		file: "File",
		tiers: "What is kept",
		step: "Step",
		retention: "Kept for",
		oldest: "Oldest",
		bytes: "Size",
		years: (years: string) => (years === "1" ? "1 year" : `${years} years`),
		nothingYet: "nothing yet",
		happened: "What happened",
		happenedWhere: "while the charts show, newest first",
		nothingHappened: "Nothing, in the time that the charts show",
		lasted: (time: string, span: string) => `${time}, for ${span}`,
	},
};
