const announcement = document.getElementById('announcement');

// Only what differs, so that screen readers don't repeat it
function announce(text) {
	if (announcement.textContent !== text) {
		announcement.textContent = text;
	}
}

function summary() {
	return [...document.querySelectorAll('#connections .card')]
		.map((card) => [card.querySelector('h2'), card.querySelector('.status'), card.querySelector('.problem code')]
			.filter(Boolean)
			.map((element) => element.textContent.trim())
			.join(' '))
		.join(', ');
}

let announced = summary();

document.addEventListener('htmx:afterSettle', () => {
	const current = summary();
	if (current !== announced) {
		announced = current;
		announce(current);
	}
});

const stale = document.getElementById('stale');

for (const failure of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
	document.addEventListener(failure, () => stale.hidden = false);
}

document.addEventListener('htmx:beforeOnLoad', (event) => {
	if (event.detail.xhr.status < 400) {
		stale.hidden = true;
	}
});

document.addEventListener('click', async (event) => {
	const button = event.target.closest('[data-copy]');
	if (!button) {
		return;
	}
	if (navigator.clipboard) {
		await navigator.clipboard.writeText(button.dataset.copy);
		button.textContent = 'Copied';
		announce('Fingerprint copied');
	}
	else {
		// Over HTTP from another machine, browsers give no clipboard
		getSelection().selectAllChildren(button.parentElement.querySelector('code'));
		button.textContent = 'Selected';
		announce('Fingerprint selected');
	}
});
