import { describeJobStore } from "@/lib/job-store.contract";
import { MemoryJobs } from "./memory-jobs.fixture";

describeJobStore("MemoryJobs", () => new MemoryJobs());
