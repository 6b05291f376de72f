"use client";

import { Notice } from "@/components/notice";
import { Button } from "@/components/ui/button";
import { messages } from "@/lib/messages";

export default function Failed() {
	return (
		<Notice {...messages.failed}>
			<Button onClick={() => location.reload()}>{messages.reload}</Button>
		</Notice>
	);
}
