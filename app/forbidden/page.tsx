import { forbidden } from "next/navigation";

/** Where proxy.ts leads whom the table of routes does not admit: it only gives the answer its status, which a rewrite cannot. */
export default function ForbiddenPage() {
	forbidden();
}
