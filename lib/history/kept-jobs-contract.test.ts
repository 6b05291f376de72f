import { describeJobStore } from "@/lib/job-store.contract";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { createJobDisk } from "./jobs.fixture";
import { KeptJobs } from "./kept-jobs";

describeJobStore("KeptJobs on the disk", () => {
	const history = openDiskHistory(diskOptions());
	const jobs = new KeptJobs();
	void jobs.open(createJobDisk(history), history.jobs.unfinished());
	return jobs;
});

describeJobStore("KeptJobs in memory", () => {
	const jobs = new KeptJobs();
	jobs.refuse("HOSTBEAT_HISTORY=0");
	return jobs;
});
