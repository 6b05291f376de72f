import { Notice } from "@/components/notice";
import { messages } from "@/lib/messages";

export default function NotFound() {
	const { title, text, back } = messages.notFound;
	return (
		<Notice title={title} text={text}>
			<a href="/" className="text-accent underline">
				{back}
			</a>
		</Notice>
	);
}
