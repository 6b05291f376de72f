import { describeJobStore } from "@/lib/job-store.contract";
import { MemoryJobs } from "./memory-jobs";

describeJobStore("MemoryJobs", () => new MemoryJobs());
