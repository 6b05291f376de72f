"use client";

import { Notice } from "@/components/notice";
import { Button } from "@/components/ui/button";
import { failureMessages } from "@/lib/failure-messages";

export default function Failed() {
	const { title, text, reload } = failureMessages;
	return (
		<Notice title={title} text={text}>
			<Button onClick={() => location.reload()}>{reload}</Button>
		</Notice>
	);
}
