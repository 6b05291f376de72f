import { ownerOf } from "./owner";

/** How many streams may be open; `null` is no limit. */
export interface PlaceLimits {
	total: number;
	perAddress: number | null;
}

/** The places for streams: so many in total, and so many for one address. */
export class Places {
	#limits: PlaceLimits;
	#taken = 0;
	#byAddress = new Map<string, number>();

	constructor(limits: PlaceLimits) {
		this.#limits = limits;
	}

	/**
	 * Takes a place for a client at this address, `null` where that is not known. Gives what returns the place, which may
	 * be called again; `null` when there is none.
	 */
	take(address: string | null): (() => void) | null {
		const { total, perAddress } = this.#limits;
		const owner = address === null ? null : ownerOf(address);
		const own = owner === null ? 0 : (this.#byAddress.get(owner) ?? 0);
		if (this.#taken >= total || (perAddress !== null && own >= perAddress)) return null;
		this.#taken++;
		if (owner !== null) this.#byAddress.set(owner, own + 1);
		let returned = false;
		return () => {
			if (returned) return;
			returned = true;
			this.#taken--;
			if (owner !== null) this.#return(owner);
		};
	}

	#return(owner: string): void {
		const left = (this.#byAddress.get(owner) ?? 0) - 1;
		if (left > 0) this.#byAddress.set(owner, left);
		else this.#byAddress.delete(owner);
	}
}
