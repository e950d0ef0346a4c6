"use strict";

// The server renders everything; this puts what it sends into place and asks before it changes anything.

const status = document.getElementById("status");

const say = text => {
    if (status.textContent !== text) {
        status.textContent = text;
    }
};

// A panel in which someone is reading by keyboard is left alone until the focus leaves it.
const show = html => {
    const panels = new DOMParser().parseFromString(html, "text/html").body;
    for (const panel of [...panels.children]) {
        const shown = document.getElementById(panel.id);
        if (shown && !shown.contains(document.activeElement)) {
            for (const details of shown.querySelectorAll("details[open]")) {
                panel.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
            }
            if (!shown.isEqualNode(panel)) {
                shown.replaceWith(panel);
            }
        }
    }
    const rollout = document.getElementById("rollout").dataset;
    document.getElementById("kill").hidden = rollout.killed === "yes";
    document.getElementById("arm").hidden = rollout.held === "no";
};

const change = async dialog => {
    const why = dialog.querySelector("[name=why]");
    const query = why?.value ? `?why=${encodeURIComponent(why.value)}` : "";
    try {
        const response = await fetch(dialog.dataset.action + query, { method: "POST" });
        const answer = await response.json();
        say(response.ok ? `The rollout is now ${answer.state}.` : `Refused: ${answer.detail}`);
    } catch {
        say("The proxy did not answer; nothing is known to have changed.");
    }
};

for (const button of document.querySelectorAll("[data-opens]")) {
    const dialog = document.getElementById(button.dataset.opens);
    button.addEventListener("click", () => {
        dialog.returnValue = "";
        dialog.showModal();
    });
    dialog.addEventListener("close", () => {
        if (dialog.returnValue === "confirm") {
            change(dialog);
        }
    });
}

const events = new EventSource("/dashboard/events");
events.addEventListener("open", () => say("Live."));
events.addEventListener("error", () => say("The proxy does not answer; trying again."));
events.addEventListener("panels", event => show(event.data));
